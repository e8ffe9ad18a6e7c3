"""MLflow's store of a REST server, for PLUMBLINE_WHEN_AWAY=keep: a server that goes away during a run costs a warning.

Only what a running run logs is kept: points, params, tags and its end. A run cannot begin without its server, and files
are not kept.
"""

from __future__ import annotations

import json
import os

from mlflow.exceptions import MlflowException, RestException
from mlflow.store.tracking.rest_store import RestStore
from mlflow.utils.proto_json_utils import parse_dict
from mlflow.utils.rest_utils import http_request, verify_rest_response

from plumbline.addresses import origin_of
from plumbline.credentials import is_known
from plumbline.delivery import later
from plumbline.keeping import Away, Keeper, Refused

PATHS = {
    "LogMetric": "/api/2.0/mlflow/runs/log-metric",
    "LogParam": "/api/2.0/mlflow/runs/log-parameter",
    "LogBatch": "/api/2.0/mlflow/runs/log-batch",
    "SetTag": "/api/2.0/mlflow/runs/set-tag",
    "UpdateRun": "/api/2.0/mlflow/runs/update",
}
TRIES_AGAIN = 1
ANSWER_SECONDS = 10
RUNS_SEEN = 100


def register():
    """In place of MLflow's own store, in this process, for servers that the user is logged in to."""
    from mlflow.tracking._tracking_service import utils

    def build(store_uri, **more):
        return KeepingStore(store_uri) if is_known(store_uri) else utils._get_rest_store(store_uri, **more)

    for scheme in ("http", "https"):
        utils._tracking_store_registry.register(scheme, build)


class KeepingStore(RestStore):
    def __init__(self, address):
        from mlflow.utils.credentials import get_default_host_creds

        super().__init__(lambda: get_default_host_creds(address))
        self._keeper = Keeper(origin_of(address), os.environ.get("MLFLOW_WORKSPACE") or None, later)
        self._seen = {}

    def _call_endpoint(self, api, json_body=None, *args, **kwargs):
        name = api.DESCRIPTOR.name
        if name in PATHS:
            body = json.loads(json_body)
            answer = self._keeper.pass_on(PATHS[name], body, self._send)
            return self._answer(api, body, answer)
        if name not in ("GetRun", "CreateRun"):
            return super()._call_endpoint(api, json_body, *args, **kwargs)
        return self._remembered(api, json_body, lambda: super(KeepingStore, self)._call_endpoint(api, json_body, *args, **kwargs))

    def _send(self, path, body):
        """One call, tried twice. What the server says about the call itself is MLflow's to raise."""
        try:
            answer = http_request(self.get_host_creds(), path, "POST", json=body, max_retries=TRIES_AGAIN, timeout=ANSWER_SECONDS)
            return verify_rest_response(answer, path).json()
        except RestException as error:
            if error.get_http_status_code() == 401:
                raise Away(error) from error
            raise Wanted(error) from error
        except MlflowException as error:
            raise Away(error) from error

    def _answer(self, api, body, answer):
        proto = api.Response()
        if answer is not None:
            parse_dict(answer, proto)
        elif api.DESCRIPTOR.name == "UpdateRun":
            known = self._seen.get(body.get("run_id"))
            if known is not None:
                proto.run_info.CopyFrom(known.info)
            parse_dict({"run_info": {key: body[key] for key in ("run_id", "status", "end_time") if key in body}}, proto)
        return proto

    def _remembered(self, api, json_body, call):
        """MLflow asks for a run again when it ends it, to say where it is: no reason to wait for a server that is away."""
        run = self._seen.get(json.loads(json_body).get("run_id"))
        if run is not None and self._keeper.is_away():
            answer = api.Response()
            answer.run.CopyFrom(run)
            return answer
        answer = call()
        if len(self._seen) >= RUNS_SEEN:
            self._seen.pop(next(iter(self._seen)))
        self._seen[answer.run.info.run_id] = answer.run
        return answer


class Wanted(Refused, RestException):
    """What the server said, in the class that programs expect of MLflow."""

    def __init__(self, error):
        RestException.__init__(self, error.json)
