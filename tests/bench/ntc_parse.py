"""The other side of observe.rs: how long ntc-templates takes for one output, median, in seconds.

Not named as the package is: Python would import this file instead.

    ntc_parse.py OUTPUT TIMES
"""

import json
import sys
import time
from importlib.metadata import version
from statistics import median

from ntc_templates.parse import parse_output


def main(path, times):
    with open(path, encoding="utf-8") as file:
        output = file.read()
    took, rows = [], 0
    for _ in range(int(times)):
        begin = time.perf_counter()
        rows = len(parse_output("cisco_ios", "show ip bgp summary", output))
        took.append(time.perf_counter() - begin)
    print(json.dumps({"version": version("ntc-templates"), "s": median(took), "rows": rows}))


main(*sys.argv[1:])
