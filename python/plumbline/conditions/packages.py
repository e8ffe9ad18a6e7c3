"""Installed packages with their versions, from the names of their folders: nothing is imported, and no file is read."""

from __future__ import annotations

import os
import platform
import re
import sys

_kept = {"places": None, "lines": []}
_folder = re.compile(r"^(?P<name>.+?)-(?P<version>\d[^-]*)(?:-py\d[\d.]*)?\.(?:dist-info|egg-info)$")


def files():
    lines = installed()
    if not lines:
        return {}
    return {"requirements.txt": "\n".join(lines) + "\n", "python_env.yaml": "python: %s\n" % platform.python_version()}


def installed():
    """One line `name==version` for each; of two with one name, the one that is imported. Listed anew when a folder has changed."""
    places = tuple(_places())
    if _kept["places"] != places:
        found = {}
        for place, _ in places:
            for name, version in _listed(place):
                found.setdefault(name, version)
        _kept.update(places=places, lines=["%s==%s" % item for item in sorted(found.items())])
    return _kept["lines"]


def _places():
    for place in sys.path:
        try:
            yield place, os.stat(place or ".").st_mtime_ns
        except OSError:
            continue


def _listed(place):
    try:
        names = os.listdir(place or ".")
    except OSError:
        return
    for found in map(_folder.match, names):
        if found:
            yield re.sub(r"[-_.]+", "-", found["name"]).lower(), found["version"]
