"""netmiko and scrapli, each with its stock driver for the platform, against routers given on stdin.

stdin: a JSON list of {kind, library, host, port, user, password}. stdout: a JSON line for each.
"""

import json
import logging
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from netmiko import ConnectHandler
from scrapli import Scrapli

# What is typed and looked for. `show` and a word of its answer; `lines` that write MARK into the
# configuration; `running`, which must show MARK afterwards. `commit`: the platform has one, and the
# drivers know how. `save`: netmiko has a `save_config` for it.
IOS = dict(
    show=("show ip bgp summary", "BGP router identifier"),
    running="show running-config",
    save=True,
)
PLATFORMS = {
    "cisco_ios": dict(
        IOS,
        netmiko="cisco_ios",
        scrapli="cisco_iosxe",
        lines=["interface GigabitEthernet0/1", " description MARK"],
    ),
    "cisco_xe": dict(
        IOS,
        netmiko="cisco_xe",
        scrapli="cisco_iosxe",
        lines=["interface TenGigabitEthernet0/1/0", " description MARK"],
    ),
    "cisco_nxos": dict(
        IOS,
        netmiko="cisco_nxos",
        scrapli="cisco_nxos",
        lines=["interface Ethernet1/1", " description MARK"],
    ),
    "arista_eos": dict(
        IOS,
        show=("show ip bgp summary", "Router identifier"),
        netmiko="arista_eos",
        scrapli="arista_eos",
        lines=["interface Ethernet1", " description MARK"],
    ),
    "cisco_asa": dict(
        IOS,
        show=("show bgp summary", "BGP router identifier"),
        netmiko="cisco_asa",
        scrapli="cisco_asa",
        lines=["interface GigabitEthernet0/1", " description MARK"],
    ),
    # netmiko has no driver for vtysh over SSH; people take the one for IOS, whose prompts it shares.
    "frr": dict(
        IOS,
        show=("show interface brief", "Status"),
        netmiko="cisco_ios",
        scrapli="cumulus_vtysh",
        lines=["interface eth0", " description MARK"],
        # It takes `(config)#` alone for the configuration mode and waits for it for ever behind
        # `interface eth0`, where vtysh says `(config-if)#`. What needs no further mode goes through.
        scrapli_lines=["ip prefix-list MARK seq 5 permit 198.51.100.0/24"],
        scrapli_note="the driver knows no mode below `(config)#`: one line there instead",
        scrapli_blind="it waits for `% Unknown command.`, as Cumulus Linux has it; FRR names the line",
    ),
    "cisco_xr": dict(
        show=("show bgp summary", "BGP router identifier"),
        running="show running-config",
        netmiko="cisco_xr",
        scrapli="cisco_iosxr",
        lines=["interface TenGigE0/0/0/0", " description MARK"],
        commit=True,
    ),
    "juniper_junos": dict(
        show=("show bgp summary", "Peers:"),
        running="show configuration",
        netmiko="juniper_junos",
        scrapli="juniper_junos",
        lines=['set interfaces xe-0/0/1 description "MARK"'],
        commit=True,
    ),
    "vyos": dict(
        show=("show interfaces", "eth1"),
        running="show configuration commands",
        netmiko="vyos",
        scrapli="vyos_vyos",
        lines=["set interfaces ethernet eth1 description 'MARK'"],
        commit=True,
        save=True,
    ),
    "paloalto_panos": dict(
        show=("show routing protocol bgp summary", "virtual router"),
        running="show config running",
        netmiko="paloalto_panos",
        scrapli="paloalto_panos",
        lines=["set network interface ethernet ethernet1/1 comment MARK"],
        commit=True,
    ),
    "nokia_srl": dict(
        show=("show network-instance default protocols bgp neighbor", "BGP neighbor summary"),
        running="info from running / interface ethernet-1/1",
        netmiko="nokia_srl",
        scrapli="nokia_srlinux",
        lines=['set / interface ethernet-1/1 description "MARK"'],
        commit=True,
        scrapli_commit="commit stay",
        scrapli_blind="it waits for the MINOR: of SR OS; SR Linux says `Parsing error:`",
    ),
    "nokia_sros": dict(
        show=("show router bgp summary", "BGP Router ID"),
        running="admin show configuration",
        netmiko="nokia_sros",
        scrapli="nokia_sros",
        lines=['/configure port 1/1/c1/1 description "MARK"'],
        commit=True,
        save=True,
    ),
    "huawei_vrp": dict(
        show=("display bgp peer", "BGP local router ID"),
        running="display current-configuration",
        netmiko="huawei_vrpv8",
        scrapli="huawei_vrp",
        lines=["interface GigabitEthernet0/1/0", "description MARK", "quit"],
        commit=True,
        save=True,
    ),
    "fortinet": dict(
        show=("get system status", "Version"),
        running="show system interface",
        netmiko="fortinet",
        scrapli="fortinet_fortios",
        lines=["config system interface", "edit port1", 'set description "MARK"', "next", "end"],
        no_mode=True,
    ),
    "mikrotik_routeros": dict(
        show=("/interface print", "ether1"),
        running="/export",
        netmiko="mikrotik_routeros",
        scrapli="mikrotik_routeros",
        lines=["/interface ethernet set ether1 comment=MARK"],
        no_mode=True,
    ),
}


class Wrong(Exception):
    """The router answered, but not with what was asked for."""


def expect(word, text, what):
    if word not in text:
        raise Wrong(f"no `{word}` in the answer to `{what}`: {text[-300:]!r}")


def steps_of_netmiko(router, platform, mark):
    hands = {}

    def login():
        hands["it"] = ConnectHandler(
            device_type=platform["netmiko"],
            host=router["host"],
            port=router["port"],
            username=router["user"],
            password=router["password"],
        )

    def show():
        command, word = platform["show"]
        expect(word, hands["it"].send_command(command), command)

    def configure():
        it = hands["it"]
        lines = [line.replace("MARK", mark) for line in platform["lines"]]
        it.send_config_set(lines)
        if platform.get("commit"):
            it.commit()
        if not platform.get("no_mode") and it.check_config_mode():
            it.exit_config_mode()
        if platform.get("save"):
            it.save_config()
        command = platform["running"]
        expect(mark, it.send_command(command), command)
        it.disconnect()

    return [("login", login), ("show", show), ("configure", configure)]


def steps_of_scrapli(router, platform, mark):
    hands = {}

    def login():
        # Drivers without modes know no second password.
        more = {} if platform.get("no_mode") else dict(auth_secondary=router["password"])
        it = hands["it"] = Scrapli(
            **more,
            platform=platform["scrapli"],
            host=router["host"],
            port=router["port"],
            auth_username=router["user"],
            auth_password=router["password"],
            auth_strict_key=False,
            transport="ssh2",
            timeout_ops=10,
        )
        it.open()

    def good(answer, what):
        if answer.failed:
            raise Wrong(f"`{what}` failed: {answer.result[-300:]!r}")
        return answer.result

    def show():
        command, word = platform["show"]
        expect(word, good(hands["it"].send_command(command), command), command)

    def refused():
        # The driver knows the words that its platform refuses with; where it knows none, nothing
        # can be seen.
        it = hands["it"]
        if not getattr(it, "failed_when_contains", None):
            return "no words"
        seen = it.send_command("nonsense here").failed and it.send_config("nonsense here").failed
        blind = "scrapli_blind" in platform
        if seen == blind:
            raise Wrong("nonsense is seen to be refused" if seen else "nonsense is taken for good")
        return "blind" if blind else "ok"

    def configure():
        it = hands["it"]
        lines = platform.get("scrapli_lines", platform["lines"])
        lines = [line.replace("MARK", mark) for line in lines]
        if platform.get("commit"):
            lines.append(platform.get("scrapli_commit", "commit"))
        send = it.send_commands if platform.get("no_mode") else it.send_configs
        answer = send(lines)
        if answer.failed:
            raise Wrong(f"a line failed: {answer.result[-300:]!r}")
        command = platform["running"]
        expect(mark, good(it.send_command(command), command), command)
        it.close()

    return [("login", login), ("show", show), ("refused", refused), ("configure", configure)]


def tried(router, library, steps):
    """Run the steps; what became of each, and why the first that failed did."""
    result = dict(kind=router["kind"], library=library, login="-", show="-", why="")
    result.update(refused="-", configure="-")
    begun = time.monotonic()
    for name, step in steps:
        try:
            result[name] = step() or "ok"
        except Exception as why:  # whatever a driver throws is the finding
            result[name] = "FAILED"
            result["why"] = f"{type(why).__name__}: {why}".strip()[:1500]
            break
    result["seconds"] = time.monotonic() - begun
    return result


def result_of(router):
    platform, library = PLATFORMS[router["kind"]], router["library"]
    steps_of = steps_of_netmiko if library == "netmiko" else steps_of_scrapli
    mark = f"seen-by-{library}"
    result = tried(router, library, steps_of(router, platform, mark))
    notes = [platform.get(f"{library}_{what}") for what in ("note", "blind")]
    note = "; ".join(filter(None, notes))
    return dict(result, driver=platform[library], mark=mark, note=note)


def main():
    # netmiko sleeps most of its time, on some platforms for half a minute.
    with ThreadPoolExecutor(8) as pool:
        for result in pool.map(result_of, json.load(sys.stdin)):
            print(json.dumps(result), flush=True)


main()
