"""Runs a command in a container and tells Plumbline what comes of it. One file, standard library only.

    python3 launcher.py -- command arguments...     as the first process of a container
    python3 launcher.py fetch                       in an init container: downloads the inputs

The command's output passes through to the container's own, and is shipped with samples of its use of resources and what it says in its status
file. The launcher ends with the command's exit code, 128 + n for signal n, 127 and 126 where it cannot be run; `fetch` ends with 65 where an input
is not what it should be and 69 where the platform could not be reached. 64 says that it was called wrongly.

Environment:
    PLUMBLINE_URL, PLUMBLINE_TOKEN      the platform, and the token of the attempt; without them nothing is shipped
    PLUMBLINE_JOB_ID, PLUMBLINE_ATTEMPT whose output it is (PLUMBLINE_JOB where there is no PLUMBLINE_JOB_ID)
    PLUMBLINE_RANK                      which of several containers this is; else JOB_COMPLETION_INDEX, else 0
    PLUMBLINE_MASK                      names of variables, with commas between, whose values the log shows as ***
    PLUMBLINE_GRACE_SECONDS             between SIGTERM and SIGKILL (30)
    PLUMBLINE_DELIVERY_SECONDS          how long the end waits for the platform to take what is left (30)
    PLUMBLINE_SPOOL_BYTES               of output that waits in a temporary file while the platform is away (64 MiB)
    PLUMBLINE_STATUS_FILE               where the command says how far it is; a file of the launcher's choice where it is not set
    PLUMBLINE_CHECKPOINT_DIR            below the working directory; what the first rank keeps there is uploaded, for the next attempt of PLUMBLINE_RUN_ID
    PLUMBLINE_CHECKPOINT_SECONDS        between one keeping of the checkpoint and the next (30)
    PLUMBLINE_INPUTS                    for fetch: a JSON file, [{ url, path, sha256, sizeBytes, extract }]
    PLUMBLINE_INPUTS_DIR                for fetch: what the paths begin in; else the working directory
"""

from __future__ import annotations

import codecs
import collections
import contextlib
import ctypes
import hashlib
import http.client
import json
import lzma
import os
import queue
import random
import re
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import urllib.parse
import zipfile
import zlib

KIB = 1024
MIB = 1024 * KIB

LINE_BYTES = 32 * KIB
CHUNK_BYTES = 256 * KIB
CHUNK_LINES = 20_000
CHUNK_SAMPLES = 100
MEMORY_BYTES = 8 * MIB
FILE_BYTES = 64 * MIB
TAIL_BYTES = 64 * KIB
READ_BYTES = 64 * KIB

CHUNK_SECONDS = 1.0
HEARTBEAT_SECONDS = 10.0
SAMPLE_SECONDS = 5.0
LOOK_SECONDS = 1.0
ANSWER_SECONDS = 10.0
STORE_SECONDS = 120.0
OVERWRITTEN_SECONDS = 1.0
DRAIN_SECONDS = 2.0

EXIT_USAGE = 64
EXIT_DATA = 65
EXIT_UNAVAILABLE = 69


def now_ms():
    return int(time.time() * 1000)


def number_of(env, name, default):
    """A number of the environment; the default for what is none."""
    try:
        value = float(env.get(name, ""))
    except ValueError:
        return default
    return value if 0 <= value < 1e15 else default


def warn(text):
    """A word of the launcher's own, for whoever reads the container's log."""
    write_all(2, ("plumbline: %s\n" % text).encode())


def write_all(descriptor, data):
    """Writes to a stream of the container, which may be closed: the command does not end for it."""
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except BlockingIOError:
            time.sleep(0.01)
        except OSError:
            return


# --- Text: secrets out, lines cut ---


def masked_values(secrets):
    """Values to look for: each secret, and each line of one that has several. Blank ones mask nothing."""
    values = []
    for secret in secrets:
        values.extend([secret] + re.split(r"\r?\n", secret))
    return sorted({value for value in values if value.strip()}, key=len, reverse=True)


class Mask:
    """Masks values in a text that comes in pieces, wherever the pieces end. What may be the beginning of a value is held back."""

    def __init__(self, secrets):
        self.values = masked_values(secrets)
        self.held = ""
        # How much of what is held back belongs to a value whose mask was shown.
        self.covered = 0

    def push(self, text):
        return self._take(text, False) if self.values else text

    def end(self):
        return self._take("", True) if self.values else ""

    def _take(self, text, is_end):
        whole = self.held + text
        end = len(whole) if is_end else self._uncertain_from(whole)
        shown, at, covered = [], 0, 0
        for start, stop in self._spans(whole):
            if start >= end:
                break
            if start >= 0:
                shown.append(whole[at:start])
                shown.append("***")
            at = stop
            covered = max(0, stop - end)
        if at < end:
            shown.append(whole[at:end])
        self.held, self.covered = whole[end:], covered
        return "".join(shown)

    def _uncertain_from(self, text):
        start = len(text)
        for value in self.values:
            for at in range(max(0, len(text) - len(value) + 1), start):
                if value.startswith(text[at:]):
                    start = at
                    break
        return start

    def _spans(self, text):
        """Where values stand; overlapping ones as one, so that neither of two shows a part of itself."""
        spans = [(-1, self.covered)] if self.covered else []
        for value in self.values:
            at = text.find(value)
            while at != -1:
                spans.append((at, at + len(value)))
                at = text.find(value, at + 1)
        merged = []
        for start, stop in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
            else:
                merged.append((start, stop))
        return merged


def mask_whole(text, secrets):
    mask = Mask(secrets)
    return mask.push(text) + mask.end()


def last_state(line):
    """What is left to see of a line in which carriage returns go back to its beginning."""
    if "\r" not in line:
        return line
    return next((state for state in reversed(line.split("\r")) if state), "")


def cut(text):
    """Pieces of at most LINE_BYTES of UTF-8, cut between characters."""
    if len(text) * 4 <= LINE_BYTES:
        return [text]
    data = text.encode("utf-8", "replace")
    pieces, start = [], 0
    while len(data) - start > LINE_BYTES:
        stop = start + LINE_BYTES
        while data[stop] & 0xC0 == 0x80:
            stop -= 1
        pieces.append(data[start:stop].decode())
        start = stop
    return pieces + [data[start:].decode()]


class Lines:
    """Lines of a text that comes in pieces; of what carriage returns overwrite, one state a second."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self.rest = ""
        self.shown_at = float("-inf")

    def push(self, text):
        lines = (self.rest + text.replace("\0", "\ufffd")).split("\n")
        self.rest = lines.pop()
        found = []
        for line in lines:
            found.extend(cut(last_state(line)))
        found.extend(self._overwritten())
        begun = cut(self.rest)
        self.rest = begun.pop()
        return found + begun

    def end(self):
        line, self.rest = self.rest, ""
        return cut(last_state(line)) if line else []

    def _overwritten(self):
        # A carriage return at the end may be the first half of a line end.
        at = self.rest.rfind("\r", 0, max(0, len(self.rest) - 1))
        if at == -1:
            return []
        state = last_state(self.rest[:at])
        self.rest = self.rest[at + 1 :]
        if not state or self.clock() - self.shown_at < OVERWRITTEN_SECONDS:
            return []
        self.shown_at = self.clock()
        return cut(state)


# --- The spool: lines on their way ---


def encode_line(at, stream, text):
    return ('{"at":%d,"stream":"%s","text":%s}' % (at, stream, json.dumps(text, ensure_ascii=False))).encode("utf-8", "replace")


def size_of(entry):
    return len(entry) + 1


class FileQueue:
    """Entries in a temporary file, which is emptied whenever all of them were read."""

    def __init__(self, limit_bytes):
        self.limit_bytes = limit_bytes
        self.file = None
        self.read_bytes = 0
        self.end_bytes = 0

    def waiting_bytes(self):
        return self.end_bytes - self.read_bytes

    def push(self, entry):
        """Whether the entry found room. A full disk, or none that may be written to, has none."""
        if self.end_bytes + size_of(entry) > self.limit_bytes:
            return False
        try:
            if self.file is None:
                self.file = tempfile.TemporaryFile(prefix="plumbline-spool-", buffering=0)
            data = entry + b"\n"
            if os.pwrite(self.file.fileno(), data, self.end_bytes) < len(data):
                return False
        except OSError:
            return False
        self.end_bytes += len(data)
        return True

    def pop(self, max_bytes):
        """The first entries; at least one where there is any, for max_bytes is more than an entry has."""
        data = os.pread(self.file.fileno(), min(max_bytes, self.waiting_bytes()), self.read_bytes)
        data = data[: data.rfind(b"\n") + 1]
        self.read_bytes += len(data)
        if self.waiting_bytes() == 0:
            self.file.truncate(0)
            self.read_bytes = self.end_bytes = 0
        return data.split(b"\n")[:-1]


class Spool:
    """Lines that wait to be shipped: the oldest in memory, then those in a file. When both are full the last ones are kept and others counted.

    An entry is an encoded line, or the number of lines that are missing at its place.
    """

    def __init__(self, file_bytes=FILE_BYTES, memory_bytes=MEMORY_BYTES, tail_bytes=TAIL_BYTES):
        self.memory_limit = memory_bytes
        self.tail_limit = tail_bytes
        self.lock = threading.Lock()
        self.head = collections.deque()
        self.head_bytes = 0
        self.file = FileQueue(file_bytes)
        self.tail = collections.deque()
        self.tail_bytes = 0
        self.lost = 0

    def add(self, at, stream, texts):
        with self.lock:
            for text in texts:
                entry = encode_line(at, stream, text)
                if self._is_full() or not self._place(entry):
                    self._remember(entry)

    def is_empty(self):
        with self.lock:
            return not (self.head or self.file.waiting_bytes() or self._is_full())

    def take(self, max_bytes, max_lines):
        """How many lines are missing before the next ones, and these."""
        with self.lock:
            if self.file.waiting_bytes() == 0 and self.head_bytes <= self.memory_limit // 2:
                self._place_tail()
            lost, lines, taken_bytes = 0, [], 0
            while self._refill():
                entry = self.head[0]
                is_gap = entry.isdigit()
                if (lines and is_gap) or len(lines) == max_lines or (lines and taken_bytes + size_of(entry) > max_bytes):
                    break
                self._pop()
                if is_gap:
                    lost += int(entry)
                else:
                    lines.append(entry)
                    taken_bytes += size_of(entry)
            return lost, lines

    def keep_last(self, max_bytes):
        """Gives up the oldest lines, so that the last ones can still be shipped. Nothing may be added afterwards."""
        with self.lock:
            waiting_bytes = self.head_bytes + self.file.waiting_bytes() + self.tail_bytes
            lost = 0
            while waiting_bytes > max_bytes and self._refill():
                entry = self._pop()
                waiting_bytes -= size_of(entry)
                lost += int(entry) if entry.isdigit() else 1
            if self.file.waiting_bytes() == 0:
                self._place_tail()
            self._put_first(lost)

    def _is_full(self):
        return bool(self.tail or self.lost)

    def _place(self, entry):
        if self.file.waiting_bytes() == 0 and self.head_bytes + size_of(entry) <= self.memory_limit:
            self._append(entry)
            return True
        return self.file.push(entry)

    def _append(self, entry):
        self.head.append(entry)
        self.head_bytes += size_of(entry)

    def _put_first(self, lost):
        if lost:
            entry = b"%d" % lost
            self.head.appendleft(entry)
            self.head_bytes += size_of(entry)

    def _pop(self):
        entry = self.head.popleft()
        self.head_bytes -= size_of(entry)
        return entry

    def _refill(self):
        """Whether there is an entry in memory, once that of the file is."""
        if not self.head and self.file.waiting_bytes():
            for entry in self.file.pop(max(self.memory_limit // 2, LINE_BYTES * 8)):
                self._append(entry)
        return bool(self.head)

    def _remember(self, entry):
        self.tail.append(entry)
        self.tail_bytes += size_of(entry)
        while self.tail_bytes > self.tail_limit and len(self.tail) > 1:
            self.tail_bytes -= size_of(self.tail.popleft())
            self.lost += 1

    def _place_tail(self):
        """What was remembered takes its place behind the others, and behind what is missing."""
        if self.lost:
            self._append(b"%d" % self.lost)
        for entry in self.tail:
            self._append(entry)
        self.tail.clear()
        self.tail_bytes = self.lost = 0


# --- The platform ---


class Refused(Exception):
    """The platform will not take it: `is_wrong` when the request is at fault, else whoever sends it."""

    def __init__(self, reason, is_wrong=False):
        super().__init__(reason)
        self.is_wrong = is_wrong


class Unreachable(Exception):
    """The platform may take it later."""

    def __init__(self, reason, retry_seconds=0.0):
        super().__init__(reason)
        self.retry_seconds = retry_seconds


class Platform:
    """Requests to the one address, each with a connection of its own. No proxy is asked: the platform lies within the cluster."""

    def __init__(self, url, token):
        self.base = urllib.parse.urlsplit(url)
        # An impossible port is told by asking for it.
        if self.base.scheme not in ("http", "https") or not self.base.hostname or self.base.port == 0:
            raise ValueError("PLUMBLINE_URL is no address of a platform: %r" % url)
        self.token = token
        self.context = ssl.create_default_context()

    def path_of(self, path):
        return self.base.path.rstrip("/") + path

    def is_own(self, url):
        return (url.scheme, url.netloc) == (self.base.scheme, self.base.netloc)

    def connect(self, url, seconds=ANSWER_SECONDS):
        if url.scheme == "https":
            return http.client.HTTPSConnection(url.hostname, url.port, timeout=seconds, context=self.context)
        return http.client.HTTPConnection(url.hostname, url.port, timeout=seconds)

    def post(self, path, body):
        """The answer's JSON object; an empty one for anything else. Raises Refused or Unreachable."""
        return self._send("POST", path, body, {"Content-Type": "application/json"})

    def put(self, path, body, size=None):
        """As post, of JSON or, where its size is given, of the bytes of an open file: the platform may take its time to store them."""
        kind = {"Content-Type": "application/json"} if size is None else {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        return self._send("PUT", path, body, kind, STORE_SECONDS)

    def _send(self, method, path, body, kind, seconds=ANSWER_SECONDS):
        headers = dict(kind, **{"Authorization": "Bearer " + self.token, "Connection": "close"})
        connection = self.connect(self.base, seconds)
        try:
            connection.request(method, self.path_of(path), body, headers)
            response = connection.getresponse()
            judge_status(response)
            data = response.read(READ_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable("%s: %s" % (type(error).__name__, error))
        finally:
            connection.close()
        return object_of(data)


def object_of(data):
    try:
        value = json.loads(data.decode("utf-8", "replace"))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def judge_status(response):
    status = response.status
    if 200 <= status < 300:
        return
    detail = object_of(response.read(READ_BYTES)).get("detail") if 400 <= status else None
    reason = "the platform answered %d %s" % (status, response.reason) + (": %s" % detail if isinstance(detail, str) else "")
    if status >= 500 or status in (408, 425, 429):
        raise Unreachable(reason, number_of(response.headers, "Retry-After", 0.0))
    raise Refused(reason, is_wrong=status in (400, 413, 415, 422))


class Backoff:
    """Seconds before the next try: from one on twice as long each time, and up to a quarter more, so that many do not come at once."""

    most = 30.0

    def __init__(self):
        self.next = 1.0

    def seconds(self, least=0.0):
        wait, self.next = self.next, min(self.most, self.next * 2)
        return max(min(least, self.most), wait * (1 + random.random() / 4))


# --- Reports ---


class Chunk:
    """One report, the same each time it is sent."""

    def __init__(self, fields, lost=0, lines=(), is_last=False):
        self.fields = fields
        self.lost = lost
        self.lines = lines
        self.is_last = is_last

    def body(self, sequence):
        head = json.dumps(dict(self.fields, sequence=sequence, lostLines=self.lost), ensure_ascii=False, allow_nan=False)
        return head[:-1].encode("utf-8", "replace") + b',"lines":[' + b",".join(self.lines) + b"]}"

    def give_up_content(self):
        """Whether there was any. Lines are counted as missing, so that those after them are taken."""
        had_content = bool(self.lines or self.fields.get("samples") or self.fields.get("status"))
        self.lost, self.lines = self.lost + len(self.lines), ()
        self.fields = dict(self.fields, samples=[], status=None)
        return had_content


class Reporter:
    """Ships what is in the spool, with samples and the status, from a thread of its own.

    The reports of a rank follow each other by their sequence. An empty one comes first: its answer says how far an earlier life of this
    container came. `on_stop` is called once, when the platform asks for the command's end.
    """

    def __init__(self, platform, path, rank, spool, on_stop):
        self.platform = platform
        self.path = path
        self.rank = rank
        self.spool = spool
        self.on_stop = on_stop
        self.state = threading.Condition()
        self.samples = collections.deque(maxlen=720)
        self.status = None
        self.phase = None
        self.exit_code = None
        self.is_changed = False
        self.deadline = None
        self.sequence = 0
        self.is_known = False
        self.is_stop_told = False
        self.sent_at = float("-inf")
        self.complaint = None
        self.thread = threading.Thread(target=self._run, name="reporter", daemon=True)

    def start(self, phase):
        self.set_phase(phase)
        self.thread.start()

    def set_phase(self, phase):
        with self.state:
            self.phase, self.is_changed = phase, True

    def set_status(self, status):
        with self.state:
            self.status, self.is_changed = status, True

    def add_sample(self, sample):
        with self.state:
            self.samples.append(sample)

    def finish(self, exit_code, seconds):
        """Delivers what is left for at most so many seconds, and waits for it."""
        with self.state:
            self.exit_code = exit_code
            self.deadline = time.monotonic() + seconds
            self.state.notify()
        self.thread.join(seconds + 1)

    def _run(self):
        try:
            while self._wait_until_due():
                chunk = self._next_chunk()
                if self._deliver(chunk) and chunk.is_last:
                    return
            warn("the platform could not be told everything: %s" % (self.complaint or "the time was over"))
        except Exception as error:  # The command goes on, whatever happens to its reports.
            warn("reports have ended: %r" % (error,))

    def _is_over(self):
        return self.deadline is not None and time.monotonic() >= self.deadline

    def _wait_until_due(self):
        """False when the time to deliver what is left is over."""
        with self.state:
            while not self._is_over():
                elapsed = time.monotonic() - self.sent_at
                is_due = self.deadline is not None or self.is_changed or elapsed >= HEARTBEAT_SECONDS or not self.spool.is_empty()
                if is_due and elapsed >= CHUNK_SECONDS:
                    return True
                self.state.wait(max(0.01, CHUNK_SECONDS - elapsed) if is_due else 0.2)
            return False

    def _next_chunk(self):
        with self.state:
            if not self.is_known:
                return Chunk({"rank": self.rank, "phase": self.phase})
            is_ending = self.deadline is not None
            fields = {"rank": self.rank, "phase": self.phase, "samples": self._take_samples(), "status": self.status, "exitCode": self.exit_code}
            self.status, self.is_changed = None, False
            if is_ending:
                chunks = max(1, int((self.deadline - time.monotonic()) / CHUNK_SECONDS))
                self.spool.keep_last(chunks * (CHUNK_BYTES - 64 * KIB))
        room = CHUNK_BYTES - KIB - len(json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace"))
        lost, lines = self.spool.take(room, CHUNK_LINES)
        is_last = is_ending and self.spool.is_empty()
        if is_last and self.exit_code is not None:
            fields["phase"] = "ended"
        return Chunk(fields, lost, lines, is_last)

    def _take_samples(self):
        """As many as fit beside the lines."""
        taken, taken_bytes = [], 0
        while self.samples and len(taken) < CHUNK_SAMPLES and taken_bytes < CHUNK_BYTES // 8:
            taken.append(self.samples.popleft())
            taken_bytes += len(json.dumps(taken[-1]))
        return taken

    def _deliver(self, chunk):
        """Sends the chunk until it is taken. False when that did not happen in time, or at the end was refused."""
        backoff = Backoff()
        while not self._is_over():
            self.sent_at = time.monotonic()
            try:
                self._take_answer(self.platform.post(self.path, chunk.body(self.sequence)))
                return True
            except Unreachable as error:
                self._complain(error)
                self._pause(backoff.seconds(error.retry_seconds))
            except Refused as error:
                self._complain(error)
                if error.is_wrong and chunk.give_up_content():
                    self._pause(CHUNK_SECONDS)
                elif self.deadline is not None:
                    self.deadline = self.sent_at
                else:
                    self._pause(backoff.most)
        return False

    def _take_answer(self, answer):
        sequence = answer.get("nextSequence")
        self.sequence = max(self.sequence + 1, sequence if type(sequence) is int else 0)
        self.is_known = True
        if self.complaint is not None:
            self.complaint = None
            warn("reports are taken again")
        if answer.get("stop") is True and not self.is_stop_told:
            self.is_stop_told = True
            self.on_stop()

    def _complain(self, error):
        if self.complaint is None:
            warn("reports wait: %s" % error)
        self.complaint = error

    def _pause(self, seconds):
        """Waits; at the end not for long."""
        until = time.monotonic() + seconds
        with self.state:
            while time.monotonic() < until and not self._is_over():
                if self.deadline is not None:
                    until = min(until, self.sent_at + 2 * CHUNK_SECONDS)
                self.state.wait(max(0.01, min(0.5, until - time.monotonic())))


# --- What the command uses ---


def read_text(path):
    """The content of a small file of the kernel; empty where there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().strip()
    except OSError:
        return ""


def read_number(path):
    text = read_text(path)
    return int(text) if text.isdigit() else None


def field_of(text, name):
    """The number behind a name, in a text of lines `name number`."""
    match = re.search(r"^%s:?\s+(\d+)" % re.escape(name), text, re.MULTILINE)
    return int(match.group(1)) if match else None


class Cgroup:
    """What the kernel counts for this container, by either version of control groups. None where it does not."""

    def __init__(self, root="/sys/fs/cgroup", own="/proc/self/cgroup"):
        paths = {}
        for line in read_text(own).splitlines():
            _, controllers, path = (line.split(":", 2) + ["", ""])[:3]
            for controller in controllers.split(","):
                paths[controller] = path.lstrip("/")
        self.unified = self._find([os.path.join(root, paths.get("", "")), root], "memory.current")
        self.memory = self._find([os.path.join(root, "memory", paths.get("memory", "")), os.path.join(root, "memory")], "memory.usage_in_bytes")
        self.cpu = self._find([os.path.join(root, "cpuacct", paths.get("cpuacct", "")), os.path.join(root, "cpuacct")], "cpuacct.usage")

    @staticmethod
    def _find(folders, file):
        return next((folder for folder in folders if os.path.exists(os.path.join(folder, file))), None)

    def cpu_seconds(self):
        if self.unified:
            used = field_of(read_text(os.path.join(self.unified, "cpu.stat")), "usage_usec")
            return None if used is None else used / 1e6
        used = read_number(os.path.join(self.cpu, "cpuacct.usage")) if self.cpu else None
        return None if used is None else used / 1e9

    def memory_bytes(self):
        """Without what the kernel would give back, as the kubelet counts it."""
        if self.unified:
            return self._working_set(os.path.join(self.unified, "memory.current"), os.path.join(self.unified, "memory.stat"), "inactive_file")
        if self.memory:
            return self._working_set(
                os.path.join(self.memory, "memory.usage_in_bytes"), os.path.join(self.memory, "memory.stat"), "total_inactive_file"
            )
        return None

    @staticmethod
    def _working_set(usage, statistics, name):
        used = read_number(usage)
        return None if used is None else max(0, used - (field_of(read_text(statistics), name) or 0))

    def memory_limit_bytes(self):
        """The machine's memory where there is no lower limit."""
        kilobytes = field_of(read_text("/proc/meminfo"), "MemTotal")
        machine = None if kilobytes is None else kilobytes * KIB
        limit = None
        if self.unified:
            limit = read_number(os.path.join(self.unified, "memory.max"))
        elif self.memory:
            limit = read_number(os.path.join(self.memory, "memory.limit_in_bytes"))
        known = [value for value in (limit, machine) if value is not None]
        return min(known) if known else None

    def memory_kills(self):
        """How often the kernel ended a process of the container for want of memory."""
        if self.unified:
            return field_of(read_text(os.path.join(self.unified, "memory.events")), "oom_kill") or 0
        if self.memory:
            return field_of(read_text(os.path.join(self.memory, "memory.oom_control")), "oom_kill") or 0
        return 0


GPU_FIELDS = ("index", "uuid", "name", "utilization.gpu", "memory.used", "memory.total")


def measure(text, unit=1):
    """`[N/A]` and the like are no measure."""
    return float(text) * unit if re.fullmatch(r"\d+(\.\d+)?", text) else None


def parse_gpu(line):
    """One line of nvidia-smi. `busyPercent` is the share of the time in which some kernel ran, and says nothing of how much of the device it used."""
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) != len(GPU_FIELDS) or not cells[0].isdigit():
        return None
    index, uuid, name, busy, used, total = cells
    return {
        "index": int(index),
        "name": name,
        "uuid": uuid,
        "busyPercent": measure(busy),
        "memoryBytes": measure(used, MIB),
        "memoryTotalBytes": measure(total, MIB),
    }


class Gpus:
    """The devices that the container sees, by the driver's tool; it is asked no more once it is not there or keeps failing."""

    def __init__(self):
        self.tries = 3 if shutil.which("nvidia-smi") else 0

    def read(self):
        if self.tries == 0:
            return []
        try:
            command = ["nvidia-smi", "--query-gpu=" + ",".join(GPU_FIELDS), "--format=csv,noheader,nounits"]
            output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=5).stdout
        except (OSError, subprocess.SubprocessError):
            self.tries -= 1
            return []
        gpus = [gpu for gpu in map(parse_gpu, output.decode("utf-8", "replace").splitlines()) if gpu]
        self.tries = 3 if gpus else self.tries - 1
        return gpus


class Sampler:
    def __init__(self, cgroup):
        self.cgroup = cgroup
        self.gpus = Gpus()
        self.before = (time.monotonic(), cgroup.cpu_seconds())

    def sample(self):
        gpus = self.gpus.read()
        at, used = time.monotonic(), self.cgroup.cpu_seconds()
        (at_before, used_before), self.before = self.before, (at, used)
        is_measured = used is not None and used_before is not None and at > at_before
        return {
            "at": now_ms(),
            "cpuPercent": round(max(0.0, used - used_before) / (at - at_before) * 100, 1) if is_measured else None,
            "memoryBytes": self.cgroup.memory_bytes(),
            "memoryLimitBytes": self.cgroup.memory_limit_bytes(),
            "gpus": gpus,
        }


# --- What the command says of itself ---

STATUS_BYTES = 64 * KIB
STATUS_RULE = (
    "the status file is ignored: it holds one JSON object with progress (0 to 1), message, checkpoint ({ path, step }) and remainingSeconds,"
    " all optional"
)


def is_amount(value, most=float("inf")):
    return type(value) in (int, float) and 0 <= value <= most and value != float("inf")


def is_checkpoint(value):
    if not isinstance(value, dict):
        return False
    path, step = value.get("path"), value.get("step")
    return isinstance(path, str) and 0 < len(path) <= 500 and (step is None or (type(step) is int and 0 <= step < 2**53))


STATUS_FIELDS = {
    "progress": lambda value: is_amount(value, 1),
    "message": lambda value: isinstance(value, str),
    "checkpoint": is_checkpoint,
    "remainingSeconds": lambda value: is_amount(value, 1e9),
}


def refuse_constant(name):
    raise ValueError("%s is no JSON" % name)


def parse_status(text):
    """What a command wrote into its status file; None when it is not what was agreed upon. What is not known is left out."""
    try:
        value = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    said = {name: value[name] for name in STATUS_FIELDS if value.get(name) is not None}
    if not all(STATUS_FIELDS[name](field) for name, field in said.items()):
        return None
    if "checkpoint" in said:
        said["checkpoint"] = {name: field for name, field in said["checkpoint"].items() if name in ("path", "step") and field is not None}
    return said


class StatusFile:
    """Looks at the file in which the command says how far it is."""

    def __init__(self, path, secrets, say):
        self.path = path
        self.secrets = secrets
        self.say = say
        self.seen = None
        self.doubtful = None
        self.has_complained = False

    def look(self):
        """What is new in it, or None. Nonsense that is found twice is told once: the command may be in the middle of writing the first time."""
        found = self._find()
        if found is None or found[0] == self.seen:
            return None
        stamp, text = found
        said = None if text is None else parse_status(text)
        if said is None and self.doubtful != stamp:
            self.doubtful = stamp
            return None
        self.seen = stamp
        if said is None:
            if not self.has_complained:
                self.say(STATUS_RULE)
            self.has_complained = True
            return None
        if "message" in said:
            message = mask_whole(said["message"], self.secrets).replace("\0", "\ufffd")
            said["message"] = message if len(message) <= 300 else message[:299] + "\u2026"
        return said

    def _find(self):
        """What changes with the file, and its text; None for the text of what is no file or too large a one."""
        try:
            # Neither a link to somewhere else nor a pipe that never answers.
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        except OSError:
            return "closed", None
        try:
            found = os.fstat(descriptor)
            stamp = (found.st_ino, found.st_size, found.st_mtime_ns)
            if not stat.S_ISREG(found.st_mode) or found.st_size > STATUS_BYTES:
                return stamp, None
            return stamp, os.read(descriptor, STATUS_BYTES).decode("utf-8", "replace")
        finally:
            os.close(descriptor)


# --- The command ---


class Unreported:
    """Stands for a reporter where no platform is named."""

    def start(self, phase):
        pass

    set_phase = set_status = add_sample = start

    def finish(self, exit_code, seconds):
        pass


class Output:
    """Takes in text of several streams, masked and in lines: through to the container's own streams, and into the spool."""

    def __init__(self, secrets, spool):
        self.secrets = secrets
        self.spool = spool

    def say(self, text):
        """A line of the launcher's own."""
        text = mask_whole(text, self.secrets)
        warn(text)
        self._keep("platform", cut(text.replace("\n", " ")))

    def copy(self, source, stream, descriptor):
        """Passes a stream on until it ends."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        mask, lines = Mask(self.secrets), Lines()
        while True:
            try:
                data = os.read(source, READ_BYTES)
            except OSError:
                data = b""
            text = mask.push(decoder.decode(data, not data))
            text += mask.end() if not data else ""
            self._keep(stream, lines.push(text) + (lines.end() if not data else []))
            write_all(descriptor, text.encode("utf-8", "replace"))
            if not data:
                return

    def _keep(self, stream, texts):
        if self.spool is not None and texts:
            self.spool.add(now_ms(), stream, texts)


PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """Makes processes that lost their parent children of this one, as they are of a container's first process anyway. Linux alone can."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    except (OSError, AttributeError):
        pass


def living_descendants():
    """All processes below this one that have not ended."""
    parents = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else []:
        # The command may itself hold spaces and brackets.
        fields = read_text("/proc/%s/stat" % name).rpartition(")")[2].split() if name.isdigit() else []
        if len(fields) > 1 and fields[0] not in "ZX":
            parents[int(name)] = int(fields[1])
    found, open_ones = [], [os.getpid()]
    while open_ones:
        parent = open_ones.pop()
        children = [pid for pid, its_parent in parents.items() if its_parent == parent]
        found += children
        open_ones += children
    return found


def send_signal(send, pid, signum):
    try:
        send(pid, signum)
    except OSError:
        pass


class Command:
    """The one command: started, signalled, waited for, and ended with all that came of it."""

    def __init__(self, arguments, env, output):
        self.arguments = arguments
        self.env = env
        self.output = output
        self.process = None
        self.copies = []
        self.has_ended = False

    def start(self):
        """The exit code, where it cannot be started."""
        try:
            # A session and a process group of its own.
            self.process = subprocess.Popen(
                self.arguments, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
            )
        except FileNotFoundError:
            self.output.say("there is no program %r" % self.arguments[0])
            return 127
        except OSError as error:
            self.output.say("the program %r cannot be run: %s" % (self.arguments[0], error.strerror))
            return 126
        for stream, source, descriptor in (("stdout", self.process.stdout, 1), ("stderr", self.process.stderr, 2)):
            copy = threading.Thread(target=self.output.copy, args=(source.fileno(), stream, descriptor), name=stream, daemon=True)
            copy.start()
            self.copies.append(copy)
        return None

    def signal(self, signum):
        if self.process is not None and not self.has_ended:
            send_signal(os.killpg, self.process.pid, signum)

    def kill(self):
        """Kills the command's group and all else below this process, until nothing is left."""
        self.signal(signal.SIGKILL)
        until = time.monotonic() + 5
        left = living_descendants()
        while left and time.monotonic() < until:
            for pid in left:
                send_signal(os.kill, pid, signal.SIGKILL)
            time.sleep(0.02)
            left = living_descendants()

    def wait(self):
        """Reaps every child until the command is among them; answers its exit code, as shells put it."""
        while True:
            try:
                pid, status = os.waitpid(-1, 0)
            except ChildProcessError:
                return 1
            if pid != self.process.pid:
                continue
            self.has_ended = True
            return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

    def end(self):
        """Ends what the command left behind, and waits for its last words."""
        self.kill()
        until = time.monotonic() + DRAIN_SECONDS
        for copy in self.copies:
            copy.join(max(0.0, until - time.monotonic()))


class Stopper:
    """Asks the command to end, once: SIGTERM, and SIGKILL when it is still there after the grace. Other signals are passed on."""

    asking = (signal.SIGTERM, signal.SIGINT)
    passed_on = (signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGCONT)

    def __init__(self, command, grace_seconds, on_stop):
        self.command = command
        self.grace_seconds = grace_seconds
        self.on_stop = on_stop
        self.is_stopping = threading.Lock()
        self.asked_at = None
        # A handler may interrupt anything, locks held: what it has to say is done by a thread.
        self.heard = queue.SimpleQueue()

    def listen(self):
        for signum in self.asking + self.passed_on:
            signal.signal(signum, lambda number, _: self.heard.put(number))

    def start(self):
        threading.Thread(target=self._obey, name="signals", daemon=True).start()

    def stop(self, reason):
        # Never released: it is done once, by whoever comes first.
        if not self.is_stopping.acquire(blocking=False):
            return
        self.asked_at = time.monotonic()
        self.on_stop("%s: the command has %g seconds to end" % (reason, self.grace_seconds))
        self.command.signal(signal.SIGTERM)
        timer = threading.Timer(self.grace_seconds, self.command.kill)
        timer.daemon = True
        timer.start()

    def left_seconds(self):
        """Of the grace; None where nobody asked for the end."""
        return None if self.asked_at is None else max(0.0, self.asked_at + self.grace_seconds - time.monotonic())

    def _obey(self):
        while True:
            number = self.heard.get()
            if number in self.asking:
                self.stop("asked to end by %s" % signal.Signals(number).name)
            else:
                self.command.signal(number)


def take_status(status_file, reporter, keeper):
    """Passes on what the command says of itself."""
    status = status_file.look()
    if status is None:
        return
    reporter.set_status(status)
    if keeper is not None and "checkpoint" in status:
        keeper.step = status["checkpoint"].get("step")


def watch(reporter, status_file, cgroup, keeper, ended):
    """Looks at the status file and takes samples until the command has ended."""
    sampler = Sampler(cgroup)
    sample_at = time.monotonic() + LOOK_SECONDS
    while not ended.wait(LOOK_SECONDS):
        take_status(status_file, reporter, keeper)
        if time.monotonic() >= sample_at:
            sample_at = time.monotonic() + SAMPLE_SECONDS
            reporter.add_sample(sampler.sample())


def secrets_of(env):
    names = ["PLUMBLINE_TOKEN", "MLFLOW_TRACKING_TOKEN"] + re.split(r"[\s,]+", env.get("PLUMBLINE_MASK", ""))
    return [env[name] for name in names if env.get(name)]


def rank_of(env):
    text = env.get("PLUMBLINE_RANK") or env.get("JOB_COMPLETION_INDEX") or "0"
    return int(text) if text.isdigit() else 0


def attempt_path(env):
    """Where the platform hears of this attempt; None where the environment does not say which it is."""
    job, attempt = env.get("PLUMBLINE_JOB_ID") or env.get("PLUMBLINE_JOB"), env.get("PLUMBLINE_ATTEMPT")
    if not (job and attempt):
        return None
    return "/api/v1/jobs/%s/attempts/%s" % (urllib.parse.quote(job, safe=""), urllib.parse.quote(attempt, safe=""))


def open_reporter(env, spool, on_stop):
    """None where the environment names no platform."""
    path, url, token = attempt_path(env), env.get("PLUMBLINE_URL"), env.get("PLUMBLINE_TOKEN")
    if not (path and url and token):
        warn("nothing is reported: PLUMBLINE_URL, PLUMBLINE_TOKEN, PLUMBLINE_JOB_ID and PLUMBLINE_ATTEMPT are not all set")
        return None
    try:
        return Reporter(Platform(url, token), path + "/reports", rank_of(env), spool, on_stop)
    except ValueError as error:
        warn("nothing is reported: %s" % error)
        return None


@contextlib.contextmanager
def status_place(env):
    """Where the command says how far it is: where it is told to, or in a folder of the launcher's own."""
    path, folder = env.get("PLUMBLINE_STATUS_FILE"), None
    try:
        if path:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        else:
            folder = tempfile.mkdtemp(prefix="plumbline-")
            path = os.path.join(folder, "status.json")
    except OSError as error:
        warn("there is no place for a status file: %s" % error)
        path = path or os.path.join(tempfile.gettempdir(), "plumbline-status.json")
    try:
        yield path
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def run(arguments, env):
    """Runs the command to its end; answers its exit code."""
    with status_place(env) as status_path:
        return run_told(arguments, dict(env, PLUMBLINE_STATUS_FILE=status_path))


def run_told(arguments, env):
    secrets = secrets_of(env)
    spool = Spool(file_bytes=int(number_of(env, "PLUMBLINE_SPOOL_BYTES", FILE_BYTES)))
    reporter = open_reporter(env, spool, lambda: stopper.stop("asked to end by the platform"))
    output = Output(secrets, spool if reporter else None)
    reporter = reporter or Unreported()
    command = Command(arguments, env, output)

    def tell_stop(text):
        output.say(text)
        reporter.set_phase("stopping")

    stopper = Stopper(command, number_of(env, "PLUMBLINE_GRACE_SECONDS", 30.0), tell_stop)
    stopper.listen()
    adopt_orphans()
    keeper = open_keeper(env, output.say)
    exit_code = command.start()
    reporter.start("running")
    if exit_code is None:
        exit_code = accompany(command, reporter, stopper, StatusFile(env["PLUMBLINE_STATUS_FILE"], secrets, output.say), keeper)
    reporter.finish(exit_code, number_of(env, "PLUMBLINE_DELIVERY_SECONDS", 30.0))
    return exit_code


def accompany(command, reporter, stopper, status_file, keeper):
    """Looks after the running command; answers its exit code."""
    cgroup = Cgroup()
    kills_before = cgroup.memory_kills()
    ended = threading.Event()
    watching = threading.Thread(target=watch, args=(reporter, status_file, cgroup, keeper, ended), name="watch", daemon=True)
    watching.start()
    stopper.start()
    if keeper is not None:
        keeper.start()
    exit_code = command.wait()
    ended.set()
    command.end()
    # Nobody is in the middle of writing any more: nonsense that is there twice is nonsense.
    watching.join(DRAIN_SECONDS)
    for _ in range(2):
        take_status(status_file, reporter, keeper)
    if cgroup.memory_kills() > kills_before:
        command.output.say("the kernel ended a process of this container: it was out of memory")
    if keeper is not None:
        left = stopper.left_seconds()
        keeper.finish(KEEP_UNHURRIED_SECONDS if left is None else left + KEEP_LATE_SECONDS)
    return exit_code


# --- Checkpoints ---

# The executor of the platform's own machine does the same, with the same times.
KEEP_SECONDS = 30.0
QUIET_SECONDS = 3.0
# After the command's grace; what is left over is for the reports.
KEEP_LATE_SECONDS = 30.0
# What a command leaves that ended by itself has no grace to fit into; but nobody waits for long for a platform that is away.
KEEP_UNHURRIED_SECONDS = 1800.0
KEEP_AGAIN_SECONDS = 120.0
MOST_CHECKPOINT_FILES = 2000


class Changed(Exception):
    """A file of the checkpoint was written to, or removed, while it was read."""


def plain_files(folder):
    """Plain files below a folder, each with what changes when somebody writes to it. A link would bring what is not the job's."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            place = os.path.join(parent, name)
            with contextlib.suppress(OSError):
                status = os.lstat(place)
                if stat.S_ISREG(status.st_mode):
                    found[os.path.relpath(place, folder)] = stamp_of(status)
    return found


def stamp_of(status):
    return (status.st_ino, status.st_size, status.st_mtime_ns)


class CheckpointKeeper:
    """Uploads what a command keeps in its checkpoint folder whenever that is another and nobody is in the middle of writing, and once more at the end.

    Files come first, each under its digest; then one request names those that are the checkpoint. Until then the one before stays whole.
    """

    def __init__(self, platform, folder, env, say):
        self.platform = platform
        self.folder = folder
        self.attempt = env["PLUMBLINE_ATTEMPT"]
        self.run_id = env["PLUMBLINE_RUN_ID"]
        self.path = "%s/checkpoint" % attempt_path(env)
        self.pause_seconds = number_of(env, "PLUMBLINE_CHECKPOINT_SECONDS", KEEP_SECONDS)
        self.say = say
        self.step = None
        self.state = threading.Condition()
        self.deadline = None
        self.kept = {}
        # path -> its digest and stamp, of what the platform has
        self.stored = {}
        self.complaint = None
        self.thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)

    def start(self):
        self.thread.start()

    def finish(self, seconds):
        """Keeps what the command has left, for at most so many seconds."""
        with self.state:
            self.deadline = time.monotonic() + seconds
            self.state.notify()
        self.thread.join(seconds + 1)

    def _run(self):
        seen, quiet_since, due_at = None, 0.0, 0.0
        try:
            while self._wait():
                files, now = plain_files(self.folder), time.monotonic()
                if files != seen:
                    seen, quiet_since = files, now
                is_new = bool(files) and files != self.kept
                if is_new and now >= due_at and now - quiet_since >= QUIET_SECONDS and self._try(files):
                    due_at = time.monotonic() + self.pause_seconds
            self._keep_last()
        except Exception as error:  # The command goes on, whatever happens to its checkpoints.
            self.say("no more checkpoints are kept: %r" % (error,))

    def _wait(self):
        """False once the command has ended."""
        with self.state:
            if self.deadline is None:
                self.state.wait(LOOK_SECONDS)
            return self.deadline is None

    def _keep_last(self):
        backoff, until = Backoff(), min(self.deadline, time.monotonic() + KEEP_AGAIN_SECONDS)
        while True:
            files = plain_files(self.folder)
            if not files or files == self.kept or self._try(files):
                return
            pause = backoff.seconds()
            if time.monotonic() + pause >= until:
                self.say("the last checkpoint is not kept: %s" % self.complaint)
                return
            time.sleep(pause)

    def _try(self, files):
        """Whether there is no reason to try these files again."""
        try:
            self._keep(files)
            self.complaint = None
            return True
        except Changed as error:
            self.complaint = "%s was written to while it was read" % error
        except (Refused, ValueError) as error:
            self.say("the checkpoint cannot be kept: %s" % error)
            return True
        except (Unreachable, OSError) as error:
            if self.complaint is None:
                self.say("the checkpoint waits to be kept: %s" % error)
            self.complaint = str(error)
        return False

    def _keep(self, files):
        if len(files) > MOST_CHECKPOINT_FILES:
            raise Refused("it has %d files, and may have %d" % (len(files), MOST_CHECKPOINT_FILES))
        step, began = self.step, time.monotonic()
        stored = {path: self._store(path, stamp) for path, stamp in sorted(files.items())}
        named = [{"path": path, "sha256": sha256, "sizeBytes": stamp[1]} for path, (sha256, stamp) in stored.items()]
        self.platform.put(self.path, json.dumps({"step": step, "files": named}).encode())
        # What the list does not name, the platform has no more.
        self.kept, self.stored = files, stored
        total = readable_bytes(sum(stamp[1] for _, stamp in stored.values()))
        at = "" if step is None else " of step %d" % step
        self.say("the checkpoint%s is kept: %d %s, %s, in %.1f s" % (at, len(named), "file" if len(named) == 1 else "files", total, time.monotonic() - began))

    def _store(self, path, stamp):
        """Uploads a file unless the platform has it; answers its digest."""
        before = self.stored.get(path)
        if before and before[1] == stamp:
            return before
        place = os.path.join(self.folder, path)
        try:
            with open(os.open(place, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                digest = hashlib.sha256()
                for data in iter(lambda: file.read(DOWNLOAD_BYTES), b""):
                    digest.update(data)
                sha256 = digest.hexdigest()
                if not (before and before[0] == sha256):
                    file.seek(0)
                    self._upload(file, stamp[1], path, sha256)
                if stamp_of(os.fstat(file.fileno())) != stamp:
                    raise Changed(path)
        except FileNotFoundError:
            raise Changed(path)
        return sha256, stamp

    def _upload(self, file, size, path, sha256):
        name = "checkpoints/attempt-%s/%s/%s" % (self.attempt, sha256[:16], path.replace(os.sep, "/"))
        query = urllib.parse.urlencode({"path": name})
        answer = self.platform.put("/api/v1/runs/%s/artifacts/content?%s" % (urllib.parse.quote(self.run_id, safe=""), query), file, size)
        if answer.get("sha256") != sha256:
            raise Changed(path)


def open_keeper(env, say):
    """None where no checkpoint is to be kept, or none can be. All nodes of a job write the same one: the first keeps it."""
    folder = env.get("PLUMBLINE_CHECKPOINT_DIR")
    is_known = all(env.get(name) for name in ("PLUMBLINE_URL", "PLUMBLINE_TOKEN", "PLUMBLINE_RUN_ID", "PLUMBLINE_ATTEMPT")) and attempt_path(env)
    if not folder:
        return None
    try:
        os.makedirs(folder, exist_ok=True)
        if not is_known or rank_of(env) != 0:
            return None
        return CheckpointKeeper(Platform(env["PLUMBLINE_URL"], env["PLUMBLINE_TOKEN"]), os.path.abspath(folder), env, say)
    except (OSError, ValueError) as error:
        warn("no checkpoint is kept: %s" % error)
        return None


# --- Inputs ---

DOWNLOAD_BYTES = MIB
PROGRESS_SECONDS = 10.0
MOST_FAILURES = 10
MOST_REDIRECTS = 5


class WrongInput(Exception):
    """An input that is not what it should be; trying again does not help."""


def inside(path):
    """A path that stays in its folder, in its shortest form; an empty one for the folder itself."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    if path.startswith("/") or "\\" in path or "\0" in path or ".." in parts:
        raise WrongInput("the path %r leaves its folder" % path)
    return "/".join(parts)


def make_folder(root, path):
    """The folder at a path below root, made where it is not there; no link is followed on the way."""
    folder = root
    for part in path.split("/") if path else []:
        folder = os.path.join(folder, part)
        try:
            os.mkdir(folder)
        except FileExistsError:
            if not stat.S_ISDIR(os.lstat(folder).st_mode):
                raise WrongInput("%r is no folder" % path)
    return folder


def readable_bytes(count):
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return "%.3g %s" % (count, unit)
        count /= 1000
    return "%.4g TB" % count


class Part:
    """A file that is being downloaded: what of it is there, and the digest of that."""

    def __init__(self, path):
        self.path = path
        self.size = 0
        self.digest = hashlib.sha256()
        if os.path.lexists(path) and not stat.S_ISREG(os.lstat(path).st_mode):
            os.unlink(path)
        self.file = open(path, "a+b")
        self.file.seek(0)
        for data in iter(lambda: self.file.read(DOWNLOAD_BYTES), b""):
            self._count(data)

    def _count(self, data):
        self.size += len(data)
        self.digest.update(data)

    def append(self, data):
        self.file.write(data)
        self._count(data)

    def restart(self):
        self.file.truncate(0)
        self.size = 0
        self.digest = hashlib.sha256()

    def close(self):
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()


class Input:
    """One entry of the list: `url` on the platform, `path` in the working directory, `sha256`, `sizeBytes`, and whether to `extract` it."""

    def __init__(self, entry):
        if not isinstance(entry, dict):
            raise WrongInput("an input is no object: %r" % (entry,))
        self.url, self.title, self.sha256 = (str(entry.get(name) or "") for name in ("url", "path", "sha256"))
        self.size_bytes = entry.get("sizeBytes")
        self.is_archive = bool(entry.get("extract"))
        self.path = inside(self.title)
        self.sha256 = self.sha256.lower()
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise WrongInput("%s: sha256 is no digest in hexadecimal" % self.title)
        if not re.match(r"/(?!/)", self.url):
            raise WrongInput("%s: url is no path on the platform: %r" % (self.title, self.url))
        if not self.path and not self.is_archive:
            raise WrongInput("a path is empty")
        if self.size_bytes is not None and type(self.size_bytes) is not int:
            raise WrongInput("%s: sizeBytes is no whole number" % self.title)


class Fetcher:
    def __init__(self, platform, root, say):
        self.platform = platform
        self.root = root
        self.say = say
        self.told_at = 0.0

    def fetch(self, wanted):
        """Downloads one input, checks it and puts it in its place; raises WrongInput, Unreachable or OSError."""
        began = time.monotonic()
        folder, _, name = wanted.path.rpartition("/")
        folder = make_folder(self.root, folder)
        place = os.path.join(folder, name)
        if not wanted.is_archive and self._is_there(place, wanted):
            self.say("%s is there already" % wanted.title)
            return
        beside = os.path.join(folder, ".%s.plumbline-%s" % (name[:100], wanted.sha256[:16]))
        size = self._download_checked(wanted, beside)
        if wanted.is_archive:
            extract(beside, make_folder(self.root, wanted.path))
            os.unlink(beside)
        else:
            if os.path.isdir(place) and not os.path.islink(place):
                raise WrongInput("%s is a folder" % wanted.title)
            os.replace(beside, place)
        self.say("%s: %s in %.1f s, digest checked" % (wanted.title or ".", readable_bytes(size), time.monotonic() - began))

    @staticmethod
    def _is_there(place, wanted):
        if os.path.islink(place) or not os.path.isfile(place):
            return False
        if wanted.size_bytes is not None and os.path.getsize(place) != wanted.size_bytes:
            return False
        digest = hashlib.sha256()
        with open(place, "rb") as file:
            for data in iter(lambda: file.read(DOWNLOAD_BYTES), b""):
                digest.update(data)
        return digest.hexdigest() == wanted.sha256

    def _download_checked(self, wanted, beside):
        """A part of an earlier life may be of something else: once, a wrong digest begins anew."""
        part = Part(beside)
        try:
            is_resumed = part.size > 0
            self._download(wanted, part)
            if part.digest.hexdigest() != wanted.sha256 and is_resumed:
                part.restart()
                self._download(wanted, part)
            if part.digest.hexdigest() != wanted.sha256:
                os.unlink(beside)
                raise WrongInput("%s: its SHA-256 is %s, and should be %s" % (wanted.title, part.digest.hexdigest(), wanted.sha256))
            return part.size
        finally:
            part.close()

    def _download(self, wanted, part):
        """Goes on from where the last try was cut; gives up when many tries in a row bring nothing."""
        backoff, failures = Backoff(), 0
        while True:
            before = part.size
            try:
                self._receive(wanted, part)
                return
            except Unreachable as error:
                if part.size > before:
                    backoff, failures = Backoff(), 0
                failures += 1
                if failures >= MOST_FAILURES:
                    raise
                self.say("%s: %s; trying again" % (wanted.title, error))
                time.sleep(backoff.seconds(error.retry_seconds))
            except Refused as error:
                raise WrongInput("%s: %s" % (wanted.title, error))

    def _receive(self, wanted, part):
        if wanted.size_bytes is not None and part.size == wanted.size_bytes and part.size > 0:
            return
        connection, response = self._request(wanted, part.size)
        try:
            if response.status == 416:
                part.restart()
                raise Unreachable("what was there of it does not fit")
            judge_status(response)
            if response.status != 206 or not response.getheader("Content-Range", "").startswith("bytes %d-" % part.size):
                part.restart()
            for data in iter(lambda: response.read(DOWNLOAD_BYTES), b""):
                part.append(data)
                self._tell_progress(wanted, part)
                if wanted.size_bytes is not None and part.size > wanted.size_bytes:
                    raise WrongInput("%s has more than the %d bytes it should have" % (wanted.title, wanted.size_bytes))
            if response.length:
                raise Unreachable("the connection was cut")
        except (ConnectionError, TimeoutError, socket.timeout, ssl.SSLError, http.client.HTTPException) as error:
            raise Unreachable("%s: %s" % (type(error).__name__, error))
        finally:
            connection.close()
        if wanted.size_bytes is not None and part.size < wanted.size_bytes:
            raise Unreachable("only %d of %d bytes came" % (part.size, wanted.size_bytes))

    def _request(self, wanted, start):
        """Follows redirects, to object storage for example; the token goes to the platform alone."""
        url = urllib.parse.urlsplit("%s://%s%s" % (self.platform.base.scheme, self.platform.base.netloc, self.platform.path_of(wanted.url)))
        for _ in range(MOST_REDIRECTS + 1):
            headers = {"Connection": "close", "Accept-Encoding": "identity"}
            if self.platform.is_own(url):
                headers["Authorization"] = "Bearer " + self.platform.token
            if start:
                headers["Range"] = "bytes=%d-" % start
            connection = self.platform.connect(url)
            try:
                connection.request("GET", url.path + ("?" + url.query if url.query else ""), None, headers)
                response = connection.getresponse()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                raise Unreachable("%s: %s" % (type(error).__name__, error))
            if response.status not in (301, 302, 303, 307, 308):
                return connection, response
            connection.close()
            url = urllib.parse.urlsplit(urllib.parse.urljoin(url.geturl(), response.getheader("Location", "")))
            if url.scheme not in ("http", "https") or not url.hostname:
                raise WrongInput("%s: the platform redirects to no address" % wanted.title)
        raise WrongInput("%s: the platform redirects without end" % wanted.title)

    def _tell_progress(self, wanted, part):
        if time.monotonic() - self.told_at < PROGRESS_SECONDS:
            return
        self.told_at = time.monotonic()
        if wanted.size_bytes:
            self.say("%s: %d %% of %s" % (wanted.title, part.size * 100 // wanted.size_bytes, readable_bytes(wanted.size_bytes)))
        else:
            self.say("%s: %s" % (wanted.title, readable_bytes(part.size)))


def extract(archive, folder):
    """Unpacks a tar (compressed or not) or zip archive beside the folder, looks whether it stays in there, and moves it in."""
    unpacked = tempfile.mkdtemp(prefix=".plumbline-extract-", dir=folder)
    try:
        if zipfile.is_zipfile(archive):
            unpack_zip(archive, unpacked)
        else:
            unpack_tar(archive, unpacked)
        refuse_links_outside(unpacked)
        move_in(unpacked, folder)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, RuntimeError) as error:
        raise WrongInput("the archive is damaged, or of a kind that is not read: %s" % error)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)


def make_file(root, path, mode):
    """A new file at a path below root; what stood there before is replaced."""
    folder, _, name = path.rpartition("/")
    place = os.path.join(make_folder(root, folder), name)
    if os.path.lexists(place):
        os.unlink(place)
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, (mode & 0o755) | 0o600), "wb")


def unpack_tar(archive, root):
    with tarfile.open(archive, "r:*") as tar:
        for member in tar:
            path = inside(member.name)
            if member.isdir():
                make_folder(root, path)
            elif member.isreg():
                with make_file(root, path, member.mode) as target:
                    shutil.copyfileobj(tar.extractfile(member), target, MIB)
            elif member.issym() or member.islnk():
                make_link(root, path, member)
            else:
                raise WrongInput("the archive has a device or a pipe: %r" % member.name)


def make_link(root, path, member):
    folder, _, name = path.rpartition("/")
    place = os.path.join(make_folder(root, folder), name)
    if os.path.lexists(place):
        os.unlink(place)
    if member.issym():
        if member.linkname.startswith("/"):
            raise WrongInput("the archive has a link that leaves it: %r" % member.name)
        # Where it leads is looked at once everything is there.
        os.symlink(member.linkname, place)
        return
    source_folder, _, source_name = inside(member.linkname).rpartition("/")
    source = os.path.join(make_folder(root, source_folder), source_name)
    if not os.path.lexists(source) or not stat.S_ISREG(os.lstat(source).st_mode):
        raise WrongInput("the archive has a link to no file of it: %r" % member.name)
    os.link(source, place)


def unpack_zip(archive, root):
    with zipfile.ZipFile(archive) as zipped:
        for member in zipped.infolist():
            path, mode = inside(member.filename), member.external_attr >> 16
            if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise WrongInput("the archive has a link or a device: %r" % member.filename)
            if member.is_dir():
                make_folder(root, path)
                continue
            with zipped.open(member) as source, make_file(root, path, mode or 0o644) as target:
                shutil.copyfileobj(source, target, MIB)


def refuse_links_outside(root):
    real_root = os.path.realpath(root)
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            place = os.path.join(folder, name)
            if os.path.islink(place) and not (os.path.realpath(place) + "/").startswith(real_root + "/"):
                raise WrongInput("the archive has a link that leaves it: %r" % os.path.relpath(place, root))


def move_in(source, target):
    """Moves all of a folder into another, over what is there; no link is followed."""
    for name in os.listdir(source):
        origin, place = os.path.join(source, name), os.path.join(target, name)
        is_folder = os.path.isdir(origin) and not os.path.islink(origin)
        is_folder_there = os.path.isdir(place) and not os.path.islink(place)
        if is_folder and is_folder_there:
            move_in(origin, place)
            continue
        if is_folder_there:
            raise WrongInput("the archive has a file where there is a folder: %r" % name)
        if is_folder and os.path.lexists(place):
            os.unlink(place)
        os.replace(origin, place)


def fetch(env):
    """Downloads all inputs; answers the exit code."""
    if not (env.get("PLUMBLINE_URL") and env.get("PLUMBLINE_TOKEN") and env.get("PLUMBLINE_INPUTS")):
        warn("fetch needs PLUMBLINE_URL, PLUMBLINE_TOKEN and PLUMBLINE_INPUTS")
        return EXIT_USAGE
    # A container's first process that does not listen for it hears no signal at all.
    signal.signal(signal.SIGTERM, lambda number, _: os._exit(128 + number))
    spool = Spool()
    reporter = open_reporter(env, spool, lambda: None)
    output = Output(secrets_of(env), spool if reporter else None)
    reporter = reporter or Unreported()
    reporter.start("inputs")
    exit_code = fetch_all(env, output)
    reporter.finish(None, number_of(env, "PLUMBLINE_DELIVERY_SECONDS", 30.0))
    return exit_code


def fetch_all(env, output):
    try:
        with open(env["PLUMBLINE_INPUTS"], encoding="utf-8") as file:
            entries = json.load(file)
        if not isinstance(entries, list):
            raise WrongInput("the list of inputs is no list")
        wanted = [Input(entry) for entry in entries]
        root = os.path.realpath(env.get("PLUMBLINE_INPUTS_DIR") or os.getcwd())
        os.makedirs(root, exist_ok=True)
        fetcher = Fetcher(Platform(env["PLUMBLINE_URL"], env["PLUMBLINE_TOKEN"]), root, output.say)
        for each in wanted:
            fetcher.fetch(each)
    except (WrongInput, ValueError) as error:
        output.say("an input cannot be used: %s" % error)
        return EXIT_DATA
    except (Unreachable, OSError) as error:
        output.say("the inputs could not be fetched: %s" % error)
        return EXIT_UNAVAILABLE
    return 0


def main():
    arguments = sys.argv[1:]
    env = dict(os.environ)
    if arguments == ["fetch"]:
        code = fetch(env)
    elif len(arguments) > 1 and arguments[0] == "--":
        code = run(arguments[1:], env)
    else:
        sys.stderr.write(__doc__)
        code = EXIT_USAGE
    sys.stderr.flush()
    # Threads that wait for something are not waited for.
    os._exit(code)


if __name__ == "__main__":
    main()
