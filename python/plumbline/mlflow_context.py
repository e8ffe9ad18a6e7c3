"""MLflow's hook for what it tags runs with. MLflow makes the provider when it is imported, which is also the moment to
tell it where to log: in the process's environment, and only where nobody has said it before.
"""

from __future__ import annotations

import os

from mlflow.tracking.context.abstract_context import RunContextProvider

from plumbline import __version__
from plumbline.conditions import immediate_tags
from plumbline.credentials import current_credentials, is_known
from plumbline.delivery import look_whether_alive, prepare_for_exit
from plumbline.quietly import quietly, warn_once
from plumbline.server import days_left
from plumbline.settings import captured_kinds, is_off, keeps_when_away

MARK = "plumbline.capture"


class PlumblineRunContext(RunContextProvider):
    def __init__(self):
        if not is_off():
            _tell_mlflow()

    def in_context(self):
        return not is_off() and _logs_to_us()

    def tags(self):
        return _tags()


@quietly(otherwise=lambda: None)
def _tell_mlflow():
    default = current_credentials().default
    if default is not None and "MLFLOW_TRACKING_URI" not in os.environ:
        os.environ["MLFLOW_TRACKING_URI"] = default.address
        left = days_left(default.expires_at)
        if left is not None and left <= 0:
            warn_once("expired", "the token for %s expired on %s: plumbline login %s" % (default.address, default.expires_at[:10], default.address))
    os.environ.setdefault("MLFLOW_TRACKING_AUTH", "plumbline")
    prepare_for_exit()
    if keeps_when_away():
        from plumbline.mlflow_store import register

        register()


@quietly(otherwise=lambda: False)
def _logs_to_us():
    from mlflow.tracking import get_tracking_uri

    return is_known(get_tracking_uri())


@quietly(otherwise=dict)
def _tags():
    from mlflow.tracking import get_tracking_uri

    look_whether_alive(get_tracking_uri())
    kinds = captured_kinds()
    return {**immediate_tags(kinds), MARK: __version__} if kinds else {}
