"""MLflow's hook for signing requests: adds the stored token to what goes to its own server, and to nothing else.

MLflow loads it where MLFLOW_TRACKING_AUTH is `plumbline`, which the run context's plugin sees to.
"""

from __future__ import annotations

from mlflow.tracking.request_auth.abstract_request_auth_provider import RequestAuthProvider
from requests.auth import AuthBase, HTTPBasicAuth
from requests.utils import get_netrc_auth

from plumbline.addresses import origin_of
from plumbline.credentials import current_credentials, is_known
from plumbline.delivery import run_answered
from plumbline.quietly import quietly, warn_once

WORKSPACE_HEADER = "X-MLFLOW-WORKSPACE"


class PlumblineAuthProvider(RequestAuthProvider):
    def get_name(self):
        return "plumbline"

    def get_auth(self):
        return PlumblineAuth()


class PlumblineAuth(AuthBase):
    """Signs what goes to a server that the user is logged in to. All else leaves as if there were no plugin."""

    def __call__(self, request):
        if is_known(request.url):
            _sign(request)
            request.register_hook("response", _answered)
        else:
            _as_without_plugin(request)
        return request


@quietly(otherwise=lambda: None)
def _sign(request):
    if "Authorization" in request.headers:  # MLFLOW_TRACKING_TOKEN and its like win.
        return
    origin, workspace = origin_of(request.url), request.headers.get(WORKSPACE_HEADER)
    credentials = current_credentials()
    found = credentials.find(origin, workspace)
    if found is None:
        warn_once((origin, workspace), "you are not logged in to the workspace %s of %s: plumbline login %s" % (workspace, origin, origin))
        found = credentials.find(origin)
    request.headers["Authorization"] = "Bearer " + found.token


@quietly(otherwise=lambda: None)
def _as_without_plugin(request):
    """requests looks into .netrc only where nobody else signs; whoever relies on it must not lose it."""
    found = get_netrc_auth(request.url)
    if found:
        HTTPBasicAuth(*found)(request)


@quietly(otherwise=lambda: None)
def _answered(response, *_args, **_kwargs):
    request = response.request
    origin = origin_of(request.url)
    if not is_known(origin):  # Led on to somebody else.
        return
    if response.status_code == 401:
        warn_once(
            ("refused", origin),
            "%s does not take the token: it is expired or revoked. Nothing is logged until you log in again: plumbline login %s" % (origin, origin),
        )
    if response.status_code == 200 and request.method == "POST" and "/mlflow/runs/" in request.url:
        run_answered(origin, request, response)
