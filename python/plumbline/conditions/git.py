"""The state of the checkout that the program runs in. Reads it with git itself, for two seconds at most, and runs nothing
that the checkout's own configuration names.
"""

from __future__ import annotations

import math
import os
import selectors
import subprocess
import threading
import time
import urllib.parse

from plumbline.process_lock import ProcessLock
from plumbline.quietly import warn_once

BUDGET_SECONDS = 2.0
FRESH_SECONDS = 30.0
DIFF_SECONDS = 10.0
DIFF_BYTES = 1024 * 1024
ANSWER_BYTES = 256 * 1024
NOT_FOR_OTHERS = ("*.env", ".env*", "*.pem", "*.key", "*.p12", "id_rsa*", "id_ed25519*", "*credentials*", ".netrc", "*.ipynb")


class State:
    def __init__(self, root, commit):
        self.root = root
        self.commit = commit
        self.branch = None
        self.remote = None
        self.is_dirty = None


_lock = ProcessLock()
_seen = {}


def state_now(directory):
    """The state of the checkout around a directory, or None. Reading it again takes a fiftieth of the time at most; where it
    took too long it is never read again.
    """
    with _lock:
        begun = time.monotonic()
        until, state = _seen.get(directory, (begun, None))
        if begun < until:
            return state
        state, is_whole = _read(directory, begun + BUDGET_SECONDS)
        if not is_whole:
            warn_once(("git", directory), "git took more than %d s in %s: what it did not say is not recorded." % (BUDGET_SECONDS, directory))
        ended = time.monotonic()
        _seen[directory] = (ended + max(FRESH_SECONDS, 50 * (ended - begun)) if is_whole else math.inf, state)
        return state


def _read(directory, deadline):
    try:
        answer = _git(directory, ["rev-parse", "--show-toplevel", "HEAD"], deadline)
        if answer is None or len(answer.splitlines()) != 2:
            return None, True
        state = State(*answer.splitlines())
        remotes = _git(directory, ["config", "--get-regexp", r"^remote\..*\.url$"], deadline) or ""
        state.remote = _first_remote(remotes)
        state.branch = (_git(directory, ["symbolic-ref", "--short", "-q", "HEAD"], deadline) or "").strip() or None
    except subprocess.TimeoutExpired:
        return None, False
    except OSError:  # There is no git.
        return None, True
    try:
        changes = _git(directory, ["status", "--porcelain", "--untracked-files=no"], deadline)
        state.is_dirty = None if changes is None else changes.strip() != ""
    except subprocess.TimeoutExpired:
        return state, False
    return state, True


def _first_remote(lines):
    """That of origin, else the first that is named."""
    named = [line.split(" ", 1) for line in lines.splitlines() if " " in line]
    urls = [url for key, url in named if key == "remote.origin.url"] + [url for _, url in named]
    return without_secrets(urls[0]) if urls else None


def without_secrets(url):
    """An address without user, password and query; `git@` of ssh stays, which is no secret."""
    parts = urllib.parse.urlsplit(url)
    if not parts.scheme or not parts.netloc:
        return url
    user, _, host = parts.netloc.rpartition("@")
    keeps = parts.scheme.startswith(("ssh", "git+ssh")) and user and ":" not in user
    return urllib.parse.urlunsplit((parts.scheme, "%s@%s" % (user, host) if keeps else host, parts.path, "", ""))


def tags_of(state):
    if state is None:
        return {}
    dirty = {} if state.is_dirty is None else {"mlflow.source.git.dirty": "true" if state.is_dirty else "false"}
    told = {"mlflow.source.git.commit": state.commit, "mlflow.source.git.branch": state.branch, "mlflow.source.git.repoURL": state.remote}
    return {**{key: value for key, value in told.items() if value}, **dirty}


def files_of(state):
    """What is changed and not committed, up to a mebibyte. Files that hold secrets by their names, and notebooks' outputs, are left out."""
    if not state.is_dirty:
        return {}
    outside = [":(exclude,glob,icase)**/" + pattern for pattern in NOT_FOR_OTHERS]
    arguments = ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "HEAD", "--", ".", *outside]
    try:
        diff = _git(state.root, arguments, time.monotonic() + DIFF_SECONDS, limit=DIFF_BYTES)
    except (subprocess.TimeoutExpired, OSError):
        return {}
    if not diff:
        return {}
    cut = len(diff.encode("utf-8")) >= DIFF_BYTES
    return {"uncommitted.diff": diff + ("\n\\ Cut here: the rest is beyond %d bytes.\n" % DIFF_BYTES if cut else "")}


def is_tracked(state, path):
    try:
        return bool(_git(state.root, ["ls-files", "--", path], time.monotonic() + BUDGET_SECONDS))
    except (subprocess.TimeoutExpired, OSError):
        return True


def _git(directory, arguments, deadline, limit=ANSWER_BYTES):
    """What git prints, up to a limit; None where it ends with an error. Raises TimeoutExpired at the deadline."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments]
    window = {"creationflags": subprocess.CREATE_NO_WINDOW} if os.name == "nt" else {}
    seconds = max(0.05, deadline - time.monotonic())
    with subprocess.Popen(
        command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **window
    ) as process:
        try:
            text = _output(process, limit, time.monotonic() + seconds)
            is_cut = len(text) == limit
            if is_cut:
                process.kill()
            process.wait(max(0.05, deadline - time.monotonic()))
        except BaseException:
            process.kill()
            raise
    return text.decode("utf-8", "replace") if process.returncode == 0 or is_cut else None


def _output(process, limit, deadline):
    """Without a thread where that can be: none can be made any more while a program ends."""
    if os.name == "nt":
        return _output_with_timer(process, limit, deadline)
    pieces, size = [], 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while size < limit:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise subprocess.TimeoutExpired(process.args, BUDGET_SECONDS)
            piece = os.read(process.stdout.fileno(), limit - size)
            if not piece:
                break
            pieces.append(piece)
            size += len(piece)
    return b"".join(pieces)


def _output_with_timer(process, limit, deadline):
    late = threading.Event()
    timer = threading.Timer(max(0.0, deadline - time.monotonic()), lambda: (late.set(), process.kill()))
    timer.daemon = True
    timer.start()
    try:
        text = process.stdout.read(limit)
    finally:
        timer.cancel()
    if late.is_set():
        raise subprocess.TimeoutExpired(process.args, BUDGET_SECONDS)
    return text
