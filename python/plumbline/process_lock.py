"""A lock that a forked child finds open, whoever held it in the parent."""

from __future__ import annotations

import os
import threading


class ProcessLock:
    def __init__(self):
        self._renew()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._renew)

    def _renew(self):
        self._lock = threading.Lock()

    def __enter__(self):
        self._lock.acquire()

    def __exit__(self, *_):
        self._lock.release()
