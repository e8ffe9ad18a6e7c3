"""Addresses of servers, in one spelling."""

from __future__ import annotations

import urllib.parse

PORTS = {"http": 80, "https": 443}
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class BadAddress(ValueError):
    """What was given names no server; the message says why."""


def origin_of(url):
    """Scheme, host and port of a URL, or None where it is none of HTTP."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname, parts.port
    except (TypeError, ValueError, AttributeError):
        return None
    if parts.scheme not in PORTS or not host:
        return None
    name = "[%s]" % host if ":" in host else host
    return "%s://%s%s" % (parts.scheme, name, "" if port in (None, PORTS[parts.scheme]) else ":%d" % port)


def server_address(text):
    """The origin of what somebody typed: a host, an address, or one of the portal's pages."""
    wanted = text.strip()
    if "://" not in wanted:
        host = urllib.parse.urlsplit("//" + wanted).hostname
        wanted = "%s://%s" % ("http" if host in LOOPBACK else "https", wanted)
    if "@" in urllib.parse.urlsplit(wanted).netloc:
        raise BadAddress("%s holds a user or a password: leave them out, the token is asked for" % text.rpartition("@")[2])
    origin = origin_of(wanted)
    if origin is None:
        raise BadAddress("%r is no address of a server; one looks like https://plumbline.example.com" % text)
    return origin


def is_in_clear(origin):
    """Whether what is sent there can be read on the way."""
    parts = urllib.parse.urlsplit(origin)
    return parts.scheme == "http" and parts.hostname not in LOOPBACK
