"""plumbline login, logout, status, send: which server scripts and notebooks of this user log to."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import webbrowser

from plumbline import __version__
from plumbline.addresses import BadAddress, is_in_clear, origin_of, server_address
from plumbline.credentials import TOKEN_PREFIX, read_credentials, write_credentials
from plumbline.keeping import Away, kept_files, read_kept, send_file
from plumbline.server import NotAsked, Refused, check_token, days_left, send_call

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_UNAVAILABLE = 3


class Ended(Exception):
    """The command ends here, with this status and message."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def login(options):
    credentials = read_credentials()
    address = _wanted_address(options, credentials)
    if is_in_clear(address):
        print("%s is not encrypted: whoever sits between can read the token." % address, file=sys.stderr)
    credential = check_token(address, _wanted_token(options, address))
    credentials.put(credential)
    path = write_credentials(credentials)
    print("Logged in to %s as %s, workspace %s%s." % (address, credential.user, credential.workspace, _until(credential)))
    print("Scripts and notebooks that import mlflow log there now. Kept in %s." % path)
    _warn_of_environment(address)
    return 0


def _wanted_address(options, credentials):
    given = options.address or os.environ.get("PLUMBLINE_URL") or origin_of(os.environ.get("MLFLOW_TRACKING_URI"))
    if given:
        return server_address(given)
    if credentials.default:
        return credentials.default.address
    if not sys.stdin.isatty():
        raise Ended(EXIT_USAGE, "name the server: plumbline login https://plumbline.example.com")
    return server_address(input("Address of the server: "))


def _wanted_token(options, address):
    token = _given_token(options, address).strip()
    if not token.startswith(TOKEN_PREFIX) or any(letter.isspace() for letter in token):
        raise Ended(EXIT_USAGE, "that is no token of Plumbline: one begins with %s and was shown when it was made" % TOKEN_PREFIX)
    return token


def _given_token(options, address):
    if os.environ.get("PLUMBLINE_TOKEN") and not options.token_stdin:
        return os.environ["PLUMBLINE_TOKEN"]
    if options.token_stdin or not sys.stdin.isatty():
        return sys.stdin.readline()
    page = address + "/tokens"
    print("Make a token at %s and paste it here; it is not shown." % page)
    if not options.no_browser:
        webbrowser.open(page)
    return getpass.getpass("Token: ")


def _warn_of_environment(address):
    """The environment wins over what is stored, which is easily forgotten."""
    named = origin_of(os.environ.get("MLFLOW_TRACKING_URI"))
    if os.environ.get("MLFLOW_TRACKING_URI") and named != address:
        print("MLFLOW_TRACKING_URI is set and wins: scripts started from here log to it.", file=sys.stderr)
    if os.environ.get("MLFLOW_TRACKING_TOKEN"):
        print("MLFLOW_TRACKING_TOKEN is set and wins over the token that was stored.", file=sys.stderr)


def logout(options):
    credentials = read_credentials()
    if options.all:
        gone, credentials.items = credentials.items, []
    elif options.address:
        gone = credentials.remove(server_address(options.address), options.workspace)
    elif credentials.default:
        gone = credentials.remove(credentials.default.address, credentials.default.workspace)
    else:
        gone = []
    if not gone:
        raise Ended(EXIT_REFUSED, "there is no such login")
    write_credentials(credentials)
    for item in gone:
        print("Forgot the token for %s, workspace %s. It works until it is revoked: %s/tokens" % (item.address, item.workspace, item.address))
    if credentials.default:
        print("The default is now %s, workspace %s." % (credentials.default.address, credentials.default.workspace))
    return 0


def status(_options):
    credentials = read_credentials()
    if not credentials.items:
        raise Ended(EXIT_REFUSED, "not logged in: plumbline login https://plumbline.example.com")
    answers = [_standing(item) for item in credentials.items]
    for at, (item, (word, _)) in enumerate(zip(credentials.items, answers)):
        print("%s %s  workspace %s  %s: %s" % ("*" if at == 0 else " ", item.address, item.workspace, item.user or "?", word))
    if os.environ.get("MLFLOW_TRACKING_URI"):
        print("MLFLOW_TRACKING_URI is set and wins: %s" % (origin_of(os.environ["MLFLOW_TRACKING_URI"]) or "no address of a server"))
    return answers[0][1]


def send(_options):
    """What processes that have ended left behind; those that still run send theirs by themselves."""
    files, credentials = kept_files(), read_credentials()
    if not files:
        print("Nothing waits to be sent.")
    return max([_send_one(path, credentials) for path in files], default=0)


def _send_one(path, credentials):
    head, calls = read_kept(path)
    found = credentials.find(head["address"], head.get("workspace"))
    if _is_running(head.get("pid")):
        print("%d calls for %s: their process still runs, and sends them itself." % (len(calls), head["address"]))
        return 0
    if found is None:
        print("%d calls for %s wait for a login there: plumbline login %s" % (len(calls), head["address"], head["address"]), file=sys.stderr)
        return EXIT_REFUSED
    try:
        sent, refused = send_file(path, lambda place, body: send_call(found.address, found.token, place, body))
    except Away as error:
        print("%s is away still: %s" % (head["address"], error), file=sys.stderr)
        return EXIT_UNAVAILABLE
    print("Sent %d calls to %s%s." % (sent, head["address"], ", which did not want %d more" % refused if refused else ""))
    return EXIT_REFUSED if refused else 0


def _is_running(pid):
    try:
        os.kill(pid, 0)
    except (OSError, TypeError):
        return False
    return True


def _standing(item):
    try:
        return "ok%s" % _until(check_token(item.address, item.token)), 0
    except Refused:
        return "refused: the token is expired or revoked; plumbline login %s" % item.address, EXIT_REFUSED
    except NotAsked as error:
        return str(error), EXIT_UNAVAILABLE


def _until(credential):
    left = days_left(credential.expires_at)
    if left is None:
        return ""
    return ", token valid until %s" % credential.expires_at[:10] if left > 0 else ", token expired on %s" % credential.expires_at[:10]


def _parser():
    parser = argparse.ArgumentParser(prog="plumbline", description="Which Plumbline the scripts and notebooks of this user log to.")
    parser.add_argument("--version", action="version", version="plumbline " + __version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    begin = commands.add_parser("login", help="store a token, and log there from now on")
    begin.add_argument("address", nargs="?", help="https://plumbline.example.com, or any page of its portal; else PLUMBLINE_URL")
    begin.add_argument("--token-stdin", action="store_true", help="read the token from standard input; else PLUMBLINE_TOKEN, else it is asked for")
    begin.add_argument("--no-browser", action="store_true", help="do not open the page where tokens are made")
    begin.set_defaults(run=login)
    end = commands.add_parser("logout", help="forget a token: the default one, or those of an address")
    end.add_argument("address", nargs="?")
    end.add_argument("--workspace", help="only that of this workspace")
    end.add_argument("--all", action="store_true", help="forget every token")
    end.set_defaults(run=logout)
    carry = commands.add_parser("send", help="send what runs logged while their server was away (PLUMBLINE_WHEN_AWAY=keep)")
    carry.set_defaults(run=send)
    look = commands.add_parser("status", help="ask each server whether its token is still taken")
    look.set_defaults(run=status)
    return parser


def main(arguments=None):
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except Ended as error:
        code, message = error.status, error
    except BadAddress as error:
        code, message = EXIT_USAGE, error
    except Refused as error:
        code, message = EXIT_REFUSED, error
    except NotAsked as error:
        code, message = EXIT_UNAVAILABLE, error
    except (ValueError, OSError) as error:
        code, message = EXIT_REFUSED, error
    except (EOFError, KeyboardInterrupt):
        code, message = EXIT_USAGE, "nothing was changed"
    print("plumbline: %s" % message, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
