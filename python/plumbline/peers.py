"""Waits until every node of a job has an address, so that none of them begins alone. One file, standard library only.

    PLUMBLINE_PEERS            names of the nodes, with commas between
    PLUMBLINE_PEERS_SECONDS    how long to wait; then it ends with 1
"""

from __future__ import annotations

import os
import socket
import sys
import time

LOOK_SECONDS = 0.5


def has_address(name):
    try:
        return bool(socket.getaddrinfo(name, None))
    except OSError:
        return False


def wait(names, seconds):
    """The names that had no address in time."""
    until = time.monotonic() + seconds
    missing = [name for name in names if not has_address(name)]
    while missing and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
        missing = [name for name in missing if not has_address(name)]
    return missing


def main():
    names = [name for name in os.environ.get("PLUMBLINE_PEERS", "").split(",") if name]
    missing = wait(names, float(os.environ.get("PLUMBLINE_PEERS_SECONDS", "600")))
    if not missing:
        return 0
    print("%d of %d nodes have no address: %s" % (len(missing), len(names), ", ".join(missing[:10])), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
