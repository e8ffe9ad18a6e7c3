"""The file that the program was started from, where no commit holds it."""

from __future__ import annotations

import os
import sys

from plumbline.conditions import git

SCRIPT_BYTES = 256 * 1024


def main_file():
    """The script's path, or None where there is none: in a console, a notebook, or a tool of the environment itself."""
    path = getattr(sys.modules.get("__main__"), "__file__", None)
    if not path or not path.endswith(".py"):
        return None
    path = os.path.realpath(path)
    folders = os.path.dirname(path).split(os.sep)
    return None if "site-packages" in folders or "dist-packages" in folders or not os.path.isfile(path) else path


def home(shell):
    """Where the code lies: beside the script; in a notebook the directory that it works in."""
    path = main_file() if shell is None else None
    return os.path.dirname(path) if path else os.getcwd()


def files(state):
    path = main_file()
    if path is None or (state is not None and git.is_tracked(state, path)) or os.path.getsize(path) > SCRIPT_BYTES:
        return {}
    with open(path, encoding="utf-8", errors="replace") as file:
        return {os.path.basename(path): file.read()}
