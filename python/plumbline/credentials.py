"""Tokens that `plumbline login` keeps: one file of the user alone, several servers and workspaces, one of them the default."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile

from plumbline.addresses import origin_of
from plumbline.process_lock import ProcessLock
from plumbline.quietly import warn_once

TOKEN_PREFIX = "plb_"


class Credential:
    """A token for one workspace of one server. `expires_at` is an instant of RFC 3339, or None."""

    def __init__(self, address, workspace, token, user=None, expires_at=None):
        self.address = address
        self.workspace = workspace
        self.token = token
        self.user = user
        self.expires_at = expires_at

    @classmethod
    def from_json(cls, value):
        return cls(value["address"], value["workspace"], value["token"], value.get("user"), value.get("expiresAt"))

    def as_json(self):
        return {"address": self.address, "workspace": self.workspace, "token": self.token, "user": self.user, "expiresAt": self.expires_at}

    def is_for(self, address, workspace=None):
        return self.address == address and workspace in (None, self.workspace)


class Credentials:
    """What the file holds; the first one is the default."""

    def __init__(self, items=()):
        self.items = list(items)

    @property
    def default(self):
        return self.items[0] if self.items else None

    def find(self, address, workspace=None):
        return next((item for item in self.items if item.is_for(address, workspace)), None)

    def put(self, credential):
        """Keeps it as the default, in place of an older one for the same workspace."""
        self.remove(credential.address, credential.workspace)
        self.items.insert(0, credential)

    def remove(self, address, workspace=None):
        gone = [item for item in self.items if item.is_for(address, workspace)]
        self.items = [item for item in self.items if item not in gone]
        return gone


def credentials_path():
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(home, "plumbline", "credentials")


def read_credentials():
    """Reads the file; one that is not there is empty. Raises ValueError where it is not what login writes."""
    path = credentials_path()
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
            mode = os.fstat(file.fileno()).st_mode
    except FileNotFoundError:
        return Credentials()
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        warn_once("mode", "others can read %s. Say: chmod 600 %s" % (path, path))
    try:
        return Credentials(Credential.from_json(item) for item in json.loads(text)["tokens"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("%s is damaged: delete it and log in again" % path) from error


def write_credentials(credentials):
    """Replaces the file in one step, so that nobody ever reads half of it; it is the user's alone from its first byte."""
    path = credentials_path()
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    text = json.dumps({"tokens": [item.as_json() for item in credentials.items]}, indent=2) + "\n"
    descriptor, draft = tempfile.mkstemp(prefix=".credentials-", dir=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise
    return path


_lock = ProcessLock()
_kept = {"state": None, "credentials": Credentials()}


def current_credentials():
    """The file's content, read again only when it has changed: asked for with every request."""
    path = credentials_path()
    try:
        found = os.stat(path)
        state = (path, found.st_mtime_ns, found.st_size, found.st_ino)
    except OSError:
        state = (path, None)
    with _lock:
        if _kept["state"] != state:
            _kept["state"] = state
            _kept["credentials"] = _read_or_warn()
        return _kept["credentials"]


def _read_or_warn():
    try:
        return read_credentials()
    except (ValueError, OSError) as error:
        warn_once("credentials", str(error))
        return Credentials()


def has_own_token():
    """Whether the environment brings a token of Plumbline, as in jobs and CI."""
    return any(os.environ.get(name, "").startswith(TOKEN_PREFIX) for name in ("MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_PASSWORD"))


def is_known(url):
    """Whether the address is a Plumbline that this user, or this process, has a token for."""
    origin = origin_of(url)
    if origin is None:
        return False
    return current_credentials().find(origin) is not None or (has_own_token() and origin == origin_of(os.environ.get("MLFLOW_TRACKING_URI")))
