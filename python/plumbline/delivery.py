"""Carries what is known of a run to its server, beside the program: one thread, each thing tried once, within seconds."""

from __future__ import annotations

import atexit
import collections
import json
import os
import queue
import socket
import threading
import time
import urllib.parse
import urllib.request

from plumbline.conditions import gather, observe
from plumbline.quietly import quietly, warn_once
from plumbline.settings import captured_kinds

ANSWER_SECONDS = 10
EXIT_SECONDS = 5
CONNECT_SECONDS = 3
RUNS_KEPT = 1000
WORK_WAITING = 500
MARK = "plumbline.capture"
PARENT = "mlflow.parentRunId"
ENDED = ("FINISHED", "FAILED", "KILLED", 3, 4, 5)
RUNNING = ("RUNNING", 1)
API = "/api/2.0"


class Run:
    """A run of this process: where it is, and what was sent of it already."""

    def __init__(self, origin, workspace, info):
        self.origin = origin
        self.workspace = workspace
        self.run_id = info["run_id"]
        self.artifacts = urllib.parse.urlsplit(info.get("artifact_uri", ""))
        self.tags = {}
        self.files = {}
        self.with_files = True


class Carrier:
    """The thread and what waits for it. A forked child begins with none of its own, and leaves its parent's alone."""

    def __init__(self):
        self._renew()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._renew)

    def _renew(self):
        self._waiting = queue.Queue()
        self._lock = threading.Lock()
        self._thread = None

    def take(self, work):
        """Says whether there was room for it: a program that makes runs faster than they are carried keeps its memory."""
        if self._waiting.qsize() >= WORK_WAITING:
            return False
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._carry, args=(self._waiting,), name="plumbline", daemon=True)
                self._thread.start()
        self._waiting.put(work)
        return True

    @staticmethod
    def _carry(waiting):
        while True:
            work = waiting.get()
            try:
                work()
            finally:
                waiting.task_done()

    def finish(self, seconds):
        """Waits until all is carried, and no longer than that."""
        deadline = time.monotonic() + seconds
        waiting = self._waiting
        with waiting.all_tasks_done:
            while waiting.unfinished_tasks and time.monotonic() < deadline:
                waiting.all_tasks_done.wait(max(0.0, deadline - time.monotonic()))


_carrier = Carrier()
_runs = collections.OrderedDict()
_asked = set()


def run_answered(origin, request, response):
    """Called with each answer of the server about runs; looks at those that begin, take up again or end one."""
    kinds = captured_kinds()
    action = urllib.parse.urlsplit(request.url).path.rsplit("/", 1)[-1]
    if not kinds or action not in ("create", "update"):
        return
    asked = json.loads(request.body)
    workspace = request.headers.get("X-MLFLOW-WORKSPACE")
    if action == "create":
        tags = {tag["key"]: tag.get("value") for tag in asked.get("tags", [])}
        if MARK in tags:
            run = Run(origin, workspace, response.json()["run"]["info"])
            run.with_files = tags.get(PARENT) not in _runs  # Its parent has them.
            _begin(run, kinds)
    elif asked.get("status") in ENDED and asked.get("run_id") in _runs:
        _enqueue(_runs[asked["run_id"]], kinds)
    elif asked.get("status") in RUNNING and asked.get("run_id") not in _runs:
        _begin(Run(origin, workspace, response.json()["run_info"]), kinds)


def _begin(run, kinds):
    _runs[run.run_id] = run
    while len(_runs) > RUNS_KEPT:
        _runs.popitem(last=False)
    _enqueue(run, kinds)


def _enqueue(run, kinds):
    """What changes with the next line of the program is looked at now; what takes time is done by the thread."""
    moment = observe(kinds)
    if not _carrier.take(lambda: _deliver(run, moment, kinds)):
        warn_once("room", "runs begin faster than their conditions can be sent: some will have none but git's.")


@quietly(otherwise=lambda: None)
def _deliver(run, moment, kinds):
    tags, files = gather(moment, kinds)
    new_tags = {key: value for key, value in tags.items() if run.tags.get(key) != value}
    if new_tags:
        body = {"run_id": run.run_id, "tags": [{"key": key, "value": value} for key, value in sorted(new_tags.items())]}
        if not _send(run, "POST", API + "/mlflow/runs/log-batch", json=body):
            return
        run.tags.update(new_tags)
    if not run.with_files or run.artifacts.scheme != "mlflow-artifacts":
        return
    for path, content in sorted(files.items()):
        if run.files.get(path) == hash(content):
            continue
        place = "%s/mlflow-artifacts/artifacts/%s/%s" % (API, run.artifacts.path.strip("/"), urllib.parse.quote(path))
        if not _send(run, "PUT", place, data=content.encode("utf-8"), content_type="text/plain; charset=utf-8"):
            return
        run.files[path] = hash(content)


def _send(run, method, place, content_type=None, **content):
    """MLflow's own way to its server, with its settings of certificates and proxies, and one try."""
    from mlflow.utils.credentials import get_default_host_creds
    from mlflow.utils.rest_utils import http_request

    headers = {"Content-Type": content_type} if content_type else {}
    if run.workspace and not _names_workspace():
        headers["X-MLFLOW-WORKSPACE"] = run.workspace
    try:
        answer = http_request(
            get_default_host_creds(run.origin), place, method, max_retries=0, timeout=ANSWER_SECONDS, extra_headers=headers, **content
        )
        failure = None if answer.status_code == 200 else "it answered %d" % answer.status_code
    except Exception as error:
        failure = str(error)
    if failure:
        warn_once(("deliver", run.origin), "the conditions of a run could not be recorded at %s, and the run goes on: %s" % (run.origin, failure[:300]))
    return failure is None


def _names_workspace():
    """Clients of 3.x name it themselves where the environment does."""
    return bool(os.environ.get("MLFLOW_WORKSPACE", "").strip())


def later(work):
    """Runs a function of its own accord beside the program, after what waits already."""
    _carrier.take(quietly(otherwise=lambda: None)(work))


def look_whether_alive(address):
    """MLflow tries for minutes before it says that a server is away: says it at once, from the side, once."""
    if address not in _asked and not _is_behind_proxy(address):
        _asked.add(address)
        _carrier.take(lambda: _connect(address))


def _is_behind_proxy(address):
    parts = urllib.parse.urlsplit(address)
    return parts.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(parts.hostname)


@quietly(otherwise=lambda: None)
def _connect(address):
    parts = urllib.parse.urlsplit(address)
    place = (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    try:
        socket.create_connection(place, timeout=CONNECT_SECONDS).close()
    except OSError as error:
        warn_once(
            ("away", address),
            "%s does not answer (%s). MLflow itself tries again for some minutes before it gives up; "
            "MLFLOW_HTTP_REQUEST_MAX_RETRIES=1 makes that short." % (address, error),
        )


def prepare_for_exit():
    """A script that ends waits a little for what is on its way. Registered while MLflow is being imported, so that this runs
    after MLflow has ended the run that was left open.
    """
    atexit.register(_carrier.finish, EXIT_SECONDS)
