"""A small HTTP server that answers as the platform does, or misbehaves as networks and servers do."""

import hashlib
import http.server
import json
import re
import socket
import threading
import time
import urllib.parse


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class StandIn:
    """`mischief` holds what happens to the next requests instead of an answer: a status, "cut", or seconds of silence before the answer."""

    def __init__(self, port=None):
        self.port = port or free_port()
        self.requests = []
        self.mischief = []
        self.files = {}
        self.stop = False
        self.is_wrong = lambda report: False
        self.expected = {}
        self.checkpoint = None
        # Statuses that the next uploads are answered with.
        self.upload_statuses = []
        self.lock = threading.Lock()
        self.server = None

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.port

    def open(self):
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                stand_in.take_report(self)

            def do_PUT(self):
                stand_in.take_file(self)

            def do_GET(self):
                stand_in.give_file(self)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def close(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()

    __enter__ = open

    def __exit__(self, *_):
        self.close()

    def take_report(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        report = json.loads(body.decode())
        with self.lock:
            self.requests.append({"at": time.monotonic(), "path": handler.path, "token": handler.headers["Authorization"], "bytes": len(body), "report": report})
            mischief = self.mischief.pop(0) if self.mischief else None
        if isinstance(mischief, float):
            time.sleep(mischief)
        if mischief == "cut":
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        if mischief == "cut-after":
            self.count(report)
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        if isinstance(mischief, int):
            send(handler, mischief, b'{"code":"internal"}')
            return
        if self.is_wrong(report):
            send(handler, 400, b'{"code":"invalid"}')
            return
        send(handler, 200, json.dumps({"nextSequence": self.count(report), "stop": self.stop}).encode())

    def count(self, report):
        """Takes a report once: what was seen of its rank before does nothing."""
        with self.lock:
            taken = self.expected.setdefault(report["rank"], {"next": 0, "reports": []})
            if report["sequence"] >= taken["next"]:
                taken["next"] = report["sequence"] + 1
                taken["reports"].append(report)
            return taken["next"]

    def reports(self, rank=0):
        with self.lock:
            return list(self.expected.get(rank, {"reports": []})["reports"])

    def lines(self, stream=None, rank=0):
        return [line["text"] for report in self.reports(rank) for line in report["lines"] if stream in (None, line["stream"])]

    def lost(self):
        return sum(report["lostLines"] for report in self.reports())

    def take_file(self, handler):
        """An artifact, or the list of a checkpoint's files."""
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        with self.lock:
            self.requests.append({"path": handler.path, "token": handler.headers["Authorization"], "body": body})
            mischief = self.upload_statuses.pop(0) if self.upload_statuses else None
            if mischief is None and handler.path.endswith("/checkpoint"):
                self.checkpoint = json.loads(body.decode())
            elif mischief is None:
                self.files[urllib.parse.unquote_plus(handler.path)] = body
        if isinstance(mischief, int):
            send(handler, mischief, b"{}")
            return
        send(handler, 200, json.dumps({"sha256": hashlib.sha256(body).hexdigest()}).encode())

    def puts(self):
        with self.lock:
            return [urllib.parse.unquote_plus(request["path"]) for request in self.requests if "body" in request]

    def give_file(self, handler):
        with self.lock:
            self.requests.append({"path": handler.path, "token": handler.headers["Authorization"], "range": handler.headers["Range"]})
            mischief = self.mischief.pop(0) if self.mischief else None
        content = self.files.get(handler.path)
        if isinstance(mischief, int) or content is None:
            send(handler, mischief or 404, b"")
            return
        if isinstance(content, str):
            handler.send_response(302)
            handler.send_header("Location", content)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        asked = re.match(r"bytes=(\d+)-$", handler.headers["Range"] or "")
        start = int(asked.group(1)) if asked and mischief != "no-range" else 0
        if start >= len(content) and asked:
            send(handler, 416, b"")
            return
        handler.send_response(206 if start or (asked and mischief != "no-range") else 200)
        if asked and mischief != "no-range":
            handler.send_header("Content-Range", "bytes %d-%d/%d" % (start, len(content) - 1, len(content)))
        handler.send_header("Content-Length", str(len(content) - start))
        handler.end_headers()
        if mischief == "cut":
            handler.wfile.write(content[start : start + (len(content) - start) // 2])
            handler.wfile.flush()
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        handler.wfile.write(content[start:])


def send(handler, status, body):
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
