"""What a run logs while its server is away: kept in a file, and sent when the server answers again."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import secrets
import threading
import time

from plumbline.quietly import warn_once

REST_SECONDS = 15.0
FILE_BYTES = 256 * 1024 * 1024


class Away(Exception):
    """The server does not answer, or does not take the token."""


class Refused(Exception):
    """The server answered, and does not want this; sent again it would say the same."""


def kept_folder():
    home = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(home, "plumbline", "kept")


def kept_files():
    return sorted(glob.glob(os.path.join(kept_folder(), "*.jsonl")))


class Keeper:
    """Of one process and one server. Order is kept: while something waits, what comes waits behind it.

    `later` runs a function beside the program: nothing that waits is sent on the program's own time.
    """

    def __init__(self, address, workspace, later):
        self.address = address
        self.workspace = workspace
        self._later = later
        self._renew()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._renew)

    def _renew(self):
        self._lock = threading.Lock()
        self._files = []
        self._sending = None
        self._again_at = 0.0

    def pass_on(self, path, body, send):
        """Sends a call, or keeps it behind those that wait. Returns the answer, or None where it was kept. Refused is the caller's."""
        if not self.is_away():
            try:
                return send(path, body)
            except Away as error:
                self._rest(error)
        with self._lock:
            self._keep({"path": path, "body": body})
            is_due = self._sending is None and time.monotonic() >= self._again_at
        if is_due:
            self._later(lambda: self._send_kept(send))
        return None

    def is_away(self):
        """Whether something waits: then the server did not answer a moment ago."""
        return bool(self._files)

    def _rest(self, error):
        self._again_at = time.monotonic() + REST_SECONDS
        warn_once(
            ("kept", self.address),
            "%s is away, and the run goes on: what it logs is kept in %s and sent when the server is back; what is left when "
            "the program has ended is sent by: plumbline send. (%s)" % (self.address, kept_folder(), str(error)[:200]),
        )

    def _keep(self, call):
        """The file that is being sent is left alone."""
        text = json.dumps(call) + "\n"
        if not self._files or self._files[-1] == self._sending:
            os.makedirs(kept_folder(), mode=0o700, exist_ok=True)
            self._files.append(os.path.join(kept_folder(), "%.3f-%s.jsonl" % (time.time(), secrets.token_hex(4))))
            text = json.dumps({"address": self.address, "workspace": self.workspace, "pid": os.getpid()}) + "\n" + text
        path = self._files[-1]
        with open(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as file:
            if file.tell() + len(text) > FILE_BYTES:
                warn_once(("full", path), "%s is full: what is logged from now on is lost until the server is back." % path)
            else:
                file.write(text)

    def _send_kept(self, send):
        while True:
            with self._lock:
                if not self._files or self._sending is not None:
                    return
                self._sending = self._files[0]
            try:
                send_file(self._sending, send)
                with self._lock:
                    self._files.pop(0)
            except Away as error:
                self._rest(error)
                return
            finally:
                with self._lock:
                    self._sending = None


def read_kept(path):
    """Whose it is, and the calls. A last line that was cut off is none."""
    with open(path, encoding="utf-8") as file:
        head, *lines = file.read().split("\n")
    calls = []
    for line in lines:
        with contextlib.suppress(ValueError):
            calls.append(json.loads(line))
    return json.loads(head), calls


def send_file(path, send):
    """Sends what the file holds, in order, and takes it out as far as it came; says how many were sent and how many refused.
    What is sent twice changes nothing: points, params and tags are the same a second time.
    """
    head, calls = read_kept(path)
    done = refused = 0
    try:
        for call in calls:
            try:
                send(call["path"], call["body"])
            except Refused as error:
                refused += 1
                warn_once(("refused", path), "some of what was kept is not wanted by the server, and is left out: %s" % error)
            done += 1
    finally:
        if done == len(calls):
            os.unlink(path)
        elif done:
            _rewrite(path, [head, *calls[done:]])
    return done - refused, refused


def _rewrite(path, items):
    draft = path + ".new"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(item) + "\n" for item in items)
    os.replace(draft, path)
