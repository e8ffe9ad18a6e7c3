"""Whatever happens here, the program goes on: what fails is said once, and never raised into it."""

from __future__ import annotations

import functools
import logging

from plumbline.process_lock import ProcessLock

logger = logging.getLogger("plumbline")

_said = set()
_lock = ProcessLock()


def warn_once(subject, message):
    """Warns of a subject once in the life of the process."""
    with _lock:
        if subject in _said:
            return
        _said.add(subject)
    logger.warning("Plumbline: %s", message)


def quietly(otherwise):
    """Makes a function return `otherwise()` where it fails, with one warning."""

    def around(function):
        @functools.wraps(function)
        def tried(*args, **kwargs):
            try:
                return function(*args, **kwargs)
            except Exception as error:
                warn_once(function.__qualname__, "%s failed, and the program goes on without it: %r" % (function.__qualname__, error))
                return otherwise()

        return tried

    return around
