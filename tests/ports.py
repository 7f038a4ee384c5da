"""Ports to listen on that nothing else takes in between.

A port that the system lends lies in the range from which every connection of the machine is
lent one too, so that by the time a test listens on it, it may be another's. These lie below
that range, each worker of the suite has some of its own, and none is given twice.
"""

import os
import socket
from itertools import count
from typing import Final

_FIRST: Final = 20_000
_EACH: Final = 1_000
_WORKER: Final = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 12
_numbers: Final = count(os.getpid() % 500)


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    for number in _numbers:
        port = _FIRST + _WORKER * _EACH + number % _EACH
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("unreachable: the numbers do not end")
