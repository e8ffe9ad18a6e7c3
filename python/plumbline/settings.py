"""What the environment turns off."""

from __future__ import annotations

import os

from plumbline.quietly import warn_once

KINDS = ("git", "diff", "packages", "seeds", "hardware", "script", "notebook")
OFF = ("off", "0", "false", "none", "no")


def is_off():
    """PLUMBLINE=off: the plugins do nothing at all."""
    return os.environ.get("PLUMBLINE", "").strip().lower() in OFF


def keeps_when_away():
    """PLUMBLINE_WHEN_AWAY=keep: what a run logs while its server is away is kept for later, instead of MLflow's tries and error."""
    wish = os.environ.get("PLUMBLINE_WHEN_AWAY", "").strip().lower()
    if wish not in ("", "keep", "fail"):
        warn_once("PLUMBLINE_WHEN_AWAY", "PLUMBLINE_WHEN_AWAY is %r; it may be `keep`, or `fail` as without it." % wish)
    return wish == "keep"


def captured_kinds():
    """PLUMBLINE_CAPTURE: `off`, or the kinds to record, with commas between; all where it is not set."""
    wish = os.environ.get("PLUMBLINE_CAPTURE", "").strip().lower()
    if not wish or wish == "all":
        return frozenset(KINDS)
    if wish in OFF:
        return frozenset()
    asked = frozenset(part.strip() for part in wish.split(",") if part.strip())
    unknown = sorted(asked - frozenset(KINDS))
    if unknown:
        warn_once("PLUMBLINE_CAPTURE", "PLUMBLINE_CAPTURE names %s; kinds are %s." % (", ".join(unknown), ", ".join(KINDS)))
    return asked & frozenset(KINDS)
