"""What `plumbline login` asks a server. Standard library only."""

from __future__ import annotations

import datetime
import json
import urllib.error
import urllib.request

from plumbline import __version__, keeping
from plumbline.credentials import Credential

ANSWER_SECONDS = 10


class Refused(Exception):
    """The server does not take the token."""


class NotAsked(Exception):
    """There was no answer, or none of Plumbline's; the message says which."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """A token goes to the address that was named, and is not carried on to another."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        raise NotAsked("%s leads on to %s: log in to that address, if you trust it" % (req.full_url, newurl))


def check_token(address, token):
    """Whose token it is and what for, as the server says."""
    me = _get(address, "/api/v1/me", token)
    try:
        workspace = me["workspaces"][0]["name"]
        user = me["name"]
    except (KeyError, IndexError, TypeError) as error:
        raise NotAsked("%s does not answer as Plumbline does" % address) from error
    return Credential(address, workspace, token, user, _expiry(address, token))


def _expiry(address, token):
    """A token may not see itself, where its scopes are narrow: then it is not known when it ends."""
    try:
        tokens = _get(address, "/api/v1/tokens", token)["items"]
        return next((item["expiresAt"] for item in tokens if token.startswith(item["prefix"]) and item["revokedAt"] is None), None)
    except (Refused, NotAsked, KeyError, TypeError):
        return None


def send_call(address, token, path, body):
    """One call of what was kept. Raises Away where it has to be tried another time, and Refused where that would change nothing."""
    try:
        _ask(address, path, token, json.dumps(body).encode("utf-8"))
    except (Refused, NotAsked) as error:
        code = getattr(error.__cause__, "code", None)
        if code is not None and 400 <= code < 500 and code not in (401, 403, 408, 429):
            raise keeping.Refused(error) from error
        raise keeping.Away(error) from error


def _get(address, path, token):
    return _ask(address, path, token)


def _ask(address, path, token, data=None):
    headers = {"Authorization": "Bearer " + token, "Accept": "application/json", "User-Agent": "plumbline-python/" + __version__}
    if data is not None:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(address + path, data=data, headers=headers)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=ANSWER_SECONDS) as answer:
            return json.loads(answer.read(1024 * 1024).decode("utf-8"))
    except urllib.error.HTTPError as error:
        if error.code in (401, 403):
            raise Refused("%s does not take this token: it is mistyped, expired or revoked" % address) from error
        raise NotAsked("%s answered %d to %s: is it a Plumbline?" % (address, error.code, path)) from error
    except ValueError as error:
        raise NotAsked("%s does not answer as Plumbline does" % address) from error
    except OSError as error:
        raise NotAsked("%s could not be reached: %s" % (address, getattr(error, "reason", error))) from error


def days_left(expires_at, now=None):
    """Days until then, below zero afterwards; None where it never ends or is not known."""
    if not expires_at:
        return None
    ends = datetime.datetime.strptime(expires_at[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=datetime.timezone.utc)
    return (ends - (now or datetime.datetime.now(datetime.timezone.utc))).total_seconds() / 86400
