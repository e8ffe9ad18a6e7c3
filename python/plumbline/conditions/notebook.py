"""Cells that a notebook or an IPython console has run, as they were typed, in the order in which they ran."""

from __future__ import annotations

import os
import sys

CELLS_BYTES = 256 * 1024
CELL_BYTES = 64 * 1024


def find_shell():
    """IPython's shell where the program runs in one. IPython is not imported for it."""
    module = sys.modules.get("IPython")
    try:
        return module.get_ipython() if module else None
    except Exception:
        return None


def cells_of(shell):
    """Number and text of each cell; the one that runs now is the last."""
    try:
        history = list(shell.history_manager.input_hist_raw) if shell else []
    except Exception:
        return []
    return [(number, text) for number, text in enumerate(history) if number > 0 and text.strip()]


def tags_of(shell):
    if shell is None:
        return {}
    running = cells_of(shell)[-1:]
    tags = {"plumbline.notebook.cell": str(running[0][0])} if running else {}
    if hasattr(shell, "kernel"):
        tags["mlflow.source.type"] = "NOTEBOOK"
        name = _name(shell)
        if name:
            tags["mlflow.source.name"] = name
    return tags


def _name(shell):
    """What the kernel was told by those who started it; no server is asked."""
    told = [getattr(shell, "user_ns", {}).get("__vsc_ipynb_file__"), os.environ.get("JPY_SESSION_NAME"), os.environ.get("IPYNB_FILE")]
    return next((os.path.basename(path) for path in told if isinstance(path, str) and path.endswith(".ipynb")), None)


def files_of(cells):
    """The latest cells that fit, in the form that editors open as a notebook."""
    if not cells:
        return {}
    parts, size = [], 0
    for number, text in reversed(cells):
        part = "# %%%% In [%d]\n%s\n" % (number, _bounded(text.rstrip("\n")))
        size += len(part.encode("utf-8"))
        if size > CELLS_BYTES:
            break
        parts.append(part)
    left_out = len(cells) - len(parts)
    head = "# %d earlier cells are left out: more than %d bytes are not kept.\n\n" % (left_out, CELLS_BYTES) if left_out else ""
    return {"notebook.py": head + "\n".join(reversed(parts))}


def _bounded(text):
    if len(text) <= CELL_BYTES:
        return text
    return "%s\n# The cell goes on for %d characters, which are not kept." % (text[:CELL_BYTES], len(text) - CELL_BYTES)
