"""Renders with Jinja2 what render.rs has rendered: VALUES.json TEXTS.json TIMES. See README.md."""

import json
import re
import sys
import time
from types import SimpleNamespace

import jinja2


def fnv(name):
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    digits = ""
    for _ in range(6):
        digits += "0123456789abcdefghijklmnopqrstuvwxyz"[value % 36]
        value //= 36
    return digits


def names(longest, separator, also, lower_case):
    legal = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + separator + also)

    def ours(name, purpose=""):
        cleaned = "".join(c if c in legal else separator for c in name)
        prefix = "VIFCTL"
        if lower_case:
            cleaned, prefix, purpose = cleaned.lower(), prefix.lower(), purpose.lower()
        tail = separator + purpose if purpose else ""
        whole = prefix + separator + cleaned + tail
        if len(whole) <= longest and cleaned == name:
            return whole
        room = max(0, longest - len(prefix) - len(tail) - 6 - 2)
        return prefix + separator + cleaned[:room] + separator + fnv(name) + tail

    return ours


def at_least(version, wanted):
    def numbers(text):
        return [int(part) for part in re.findall("[0-9]+", text)]

    return version is None or numbers(version) >= numbers(wanted)


def number(name):
    return re.search("[0-9]+$", name).group()


def refuse(why):
    raise ValueError(why)


def environment(given):
    causes = re.compile(r"[ \t]*##[ \t]*(\S[^\n]*?)[ \t]*(\n|$)")
    texts = {name: causes.sub(r"\2", text) for name, text in given["templates"].items()}
    made = jinja2.Environment(
        loader=jinja2.DictLoader(texts),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )
    made.filters["ours"] = names(**given["names"])
    made.filters["number"] = number
    made.tests["at_least"] = at_least
    made.globals["refuse"] = refuse
    return made


def render(made, documents):
    apply, undo = made.get_template("apply.j2"), made.get_template("undo.j2")
    return [(apply.render(first), undo.render(second)) for first, second in documents]


def best(made, documents, times):
    """The texts, and the shortest time in ms; the templates are compiled before."""
    texts, shortest = render(made, documents[:1]), float("inf")
    for _ in range(times):
        begin = time.perf_counter()
        texts = render(made, documents)
        shortest = min(shortest, (time.perf_counter() - begin) * 1e3)
    return texts, shortest


def main(values, texts, times):
    with open(values, encoding="utf-8") as file:
        written = file.read()
    given = json.loads(written)
    as_objects = json.loads(written, object_hook=lambda fields: SimpleNamespace(**fields))
    objects = [[vars(seen) for seen in pair] for pair in as_objects.documents]
    made = environment(given)
    rendered, dicts_ms = best(made, given["documents"], int(times))
    again, objects_ms = best(made, objects, int(times))
    assert rendered == again
    with open(texts, "w", encoding="utf-8") as file:
        json.dump(rendered, file)
    print(json.dumps({"version": jinja2.__version__, "dicts": dicts_ms, "objects": objects_ms}))


main(*sys.argv[1:])
