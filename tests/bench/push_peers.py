"""netmiko and scrapli at the work that tests/bench/push.rs measures. Imports are not timed.

push_peers.py LIBRARY lines N        one router on stdin: connect, N lines, save
push_peers.py LIBRARY show THREADS   many routers on stdin: one show each

stdin: a JSON list of {host, port, user, password}. stdout: {"s": seconds}.
"""

import json
import logging
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

library, work, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
if library == "netmiko":
    from netmiko import ConnectHandler
else:
    from scrapli.driver.core import IOSXEDriver
    import scrapli.transport.plugins.ssh2.transport

routers = json.load(sys.stdin)


def opened(router):
    if library == "netmiko":
        return ConnectHandler(
            device_type="cisco_ios",
            host=router["host"],
            port=router["port"],
            username=router["user"],
            password=router["password"],
            conn_timeout=60,
            banner_timeout=60,
            auth_timeout=60,
        )
    it = IOSXEDriver(
        host=router["host"],
        port=router["port"],
        auth_username=router["user"],
        auth_password=router["password"],
        auth_strict_key=False,
        transport="ssh2",
        timeout_socket=60,
        timeout_transport=60,
        timeout_ops=60,
    )
    it.open()
    return it


def lines(router):
    config = [
        f"ip prefix-list BENCH seq {5 * n + 5} permit 10.{n // 256}.{n % 256}.0/24"
        for n in range(number)
    ]
    it = opened(router)
    if library == "netmiko":
        it.send_config_set(config)
        assert "[OK]" in it.save_config()
    else:
        assert not it.send_configs(config).failed
        assert "[OK]" in it.send_command("write memory").result


def show(router):
    it = opened(router)
    answer = it.send_command("show ip bgp summary")
    assert "BGP router identifier" in (answer if library == "netmiko" else answer.result)
    if library == "netmiko":
        it.disconnect()
    else:
        it.close()


begun = time.monotonic()
if work == "lines":
    lines(routers[0])
else:
    with ThreadPoolExecutor(number) as pool:
        for _ in pool.map(show, routers):
            pass
print(json.dumps({"s": time.monotonic() - begun}))
