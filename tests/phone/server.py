"""A small server that keeps the protocol of docs/apps/phone.md, and breaks the network on purpose.

It holds everything in memory and answers from the tests' own process, so that a test can look at what it has, take its
memory back to an earlier moment, or leave out the ledger of operations: the control, without which the tests prove
nothing.
"""

from __future__ import annotations

import copy
import hashlib
import json
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from gangqiao.surveys.phone.layout import laid_out

Json = dict[str, Any]
FAULTS = ("cut before", "cut after", "busy before", "error after", "half an answer", "comes again")
NOW = "2020-03-16T04:00:00Z"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"


class Cut(Exception):
    """The connection ends without an answer."""


@dataclass
class County:
    """What the server knows. `written` counts how often each operation took effect."""

    package: Json
    epoch: str = "epoch-1"
    ops: dict[str, Json] = field(default_factory=dict)
    results: dict[str, Json] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    values: dict[tuple[str, str], Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)

    def receipt(self) -> Json:
        ids = {op["seq"]: op["id"] for op in self.ops.values()}
        upto = 0
        while upto + 1 in ids:
            upto += 1
        digest = hashlib.sha256("".join(ids[n] for n in range(1, upto + 1)).encode()).hexdigest()
        return {"count": len(ids), "upto": upto, "digest": digest}


class Server:
    """A server of one county.

    has_ledger  whether an operation that was seen is known again
    share       of the requests that go wrong
    upstream    address of a server that answers in place of this one, which then only breaks the network before it
    again       requests that will come a second time
    drops       the number of an operation that it says it took in, and loses, once
    """

    def __init__(self, package: Json, files: dict[str, tuple[str, bytes]]) -> None:
        self.county = County(package)
        self.files = files
        self.has_ledger = True
        self.share = 0.0
        self.chance = random.Random(1)
        self.drawn: list[bool] = []
        self.drawn_for = self.share
        self.revoked = False
        self.drops = ""
        self.judge: Callable[[Json], Json] = lambda op: {"result": "applied"}
        self.acknowledged: list[Json] = []
        self.faults: Counter[str] = Counter()
        self.requests = 0
        self.again: list[Callable[[], Any]] = []
        self.upstream = ""
        self.moved = threading.Condition(threading.RLock())

    @contextmanager
    def running(self) -> Iterator[str]:
        handler = type("Bound", (Handler,), {"server_of_test": self})
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
            http.daemon_threads = True
            threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
            yield f"http://127.0.0.1:{http.server_port}"
            http.shutdown()

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Until something that requests bring about is true. Fails after two minutes."""
        with self.moved:
            assert self.moved.wait_for(true, timeout=120), "the phone stood still"

    def fault(self) -> str:
        """Which fault the request meets, "" for none: of ten in a row the share, in an order by chance."""
        if not self.drawn or self.drawn_for != self.share:
            bad, self.drawn_for = round(10 * self.share), self.share
            self.drawn = self.chance.sample([True] * bad + [False] * (10 - bad), 10)
        if not self.drawn.pop():
            return ""
        kind = self.chance.choice(FAULTS)
        self.faults[kind] += 1
        return kind

    def restore(self, kept: County) -> None:
        """As from a backup: what came since is forgotten, and the epoch says so."""
        self.county = copy.deepcopy(kept)
        self.county.epoch = f"{kept.epoch}+"

    # --- what requests do ----------------------------------------------------------------------------------------

    def take(self, message: Json) -> tuple[int, Json]:
        county = self.county
        if message["epoch"] != county.epoch:
            return 409, {"epoch": county.epoch}
        results = [self.take_one(op) for op in message["ops"]]
        return 200, {
            "epoch": county.epoch,
            "now": "2020-03-16T04:00:00Z",
            "results": results,
            "receipt": county.receipt(),
        }

    def take_one(self, op: Json) -> Json:
        county = self.county
        known = county.ops.get(op["id"])
        if known is not None and self.has_ledger:
            if known["body"] != op["body"]:
                return {"id": op["id"], "result": "rejected", "say": "id used"}
            return county.results[op["id"]] | {"result": "duplicate", "before": county.results[op["id"]]["result"]}
        if op["id"] == self.drops:
            # The control: it says that it has taken it in, and has not.
            self.drops = ""
            return {"id": op["id"], "result": "applied"}
        county.ops[op["id"]] = op
        result = {"id": op["id"], **self.judge(op)}
        county.results[op["id"]] = result
        if result["result"] in ("applied", "conflict"):
            self.write(op, set(result.get("fields", ())))
        return result

    def write(self, op: Json, kept_back: set[str]) -> None:
        county, body = self.county, op["body"]
        county.written[op["id"]] += 1
        for household in county.package["households"]:
            task = next((t for t in household["tasks"] if t["task"] == body.get("task")), None)
            if task is None:
                continue
            if op["kind"] == "surveys.submit":
                task |= {"status": "submitted", "outcome": body["outcome"], "visits": body["visits"]}
            for person in household["persons"]:
                if op["kind"] == "surveys.answers" and person["uuid"] == body["person"]:
                    taken = {k: v for k, v in body["answers"].items() if k not in kept_back}
                    person["values"] |= taken
                    county.values |= {(person["uuid"], key): value for key, value in taken.items()}
            county.changed.append(household["uuid"])

    def changes(self, since: int) -> Json:
        county = self.county
        uuids = set(county.changed[since:])
        households = [h for h in county.package["households"] if h["uuid"] in uuids]
        whole = {"epoch": county.epoch, "cursor": str(len(county.changed)), "whole": False, "gone": []}
        trips = {"trips": [county.package["trips"]]} if "trips" in county.package else {}
        return whole | trips | {"surveys": county.package["surveys"], "households": households}


class Handler(BaseHTTPRequestHandler):
    """One request. Everything that goes wrong on a network goes wrong here."""

    protocol_version = "HTTP/1.1"
    server_of_test: Server

    def log_message(self, *_arguments: Any) -> None:
        """Silent."""

    def answer(self) -> None:
        server, url = self.server_of_test, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not url.path.startswith("/phone/"):
            return self.plain(url.path, body)
        with server.moved:
            server.requests += 1
            server.moved.notify_all()
            fault = server.fault()
            if fault == "cut before":
                return self.cut()
            if fault == "busy before":
                return self.send(503, {}, {"Retry-After": "0"})
            status, json_, headers = self.ask(url.path.removeprefix("/phone/"), parse_qs(url.query), body)
            if server.again and server.chance.random() < 0.5:
                server.again.pop()()
            if fault == "comes again" and url.path == "/phone/ops/":
                server.again.append(lambda: self.ask("ops/", {}, body))
            if fault == "cut after":
                return self.cut()
            if fault == "error after":
                return self.send(500, {})
            return self.send(status, json_, headers, half=fault == "half an answer")

    do_GET = do_POST = do_PUT = do_HEAD = answer  # noqa: N815

    def plain(self, path: str, body: bytes) -> None:
        server = self.server_of_test
        if path == "/acknowledged/":
            with server.moved:
                server.acknowledged.append(json.loads(body))
                server.moved.notify_all()
            return self.send(200, {})
        kind, content = server.files.get(path, ("text/plain", b""))
        self.write(200 if content else 404, content, {"Content-Type": kind, "Content-Security-Policy": POLICY})
        return None

    def ask(self, path: str, query: Any, body: bytes) -> tuple[int, Json | None, Json]:
        server, county = self.server_of_test, self.server_of_test.county
        if server.upstream:
            return self.forward(server.upstream, body)
        who = {"epoch": county.epoch, "officer": "鸣雀", "villages": [county.package["village"]]}
        if path == "enrol/":
            return 200, {"token": "token-1", "device": "device-1", **who}, {}
        if self.headers.get("Authorization") != "Bearer token-1" or server.revoked:
            return 401, {"wipe": True} if server.revoked else {}, {}
        if path.startswith("blobs/"):
            return self.blob(path.split("/")[1], body)
        if path.startswith("packages/"):
            return self.whole_village()
        json_ = {
            "me": lambda: (200, {**who, "now": NOW, "today": "2020-03-16"}),
            "receipt": lambda: (200, county.receipt()),
            "ops": lambda: server.take(json.loads(body)),
            "changes": lambda: (200, server.changes(int(query["since"][0]))),
        }[path.split("/")[0]]()
        return *json_, {}

    def forward(self, upstream: str, body: bytes) -> tuple[int, Json | None, Json]:
        names = ("Authorization", "Content-Type", "If-None-Match")
        headers = {name: self.headers[name] for name in names if self.headers.get(name)}
        asked = HTTPConnection(urlsplit(upstream).netloc, timeout=60)
        asked.request(self.command, self.path, body or None, headers)
        answer = asked.getresponse()
        content = answer.read()
        asked.close()
        kept = {name: answer.headers[name] for name in ("ETag", "Retry-After") if answer.headers.get(name)}
        return answer.status, json.loads(content) if content else None, kept

    def whole_village(self) -> tuple[int, Json | None, Json]:
        county = self.server_of_test.county
        etag = f'"{len(county.changed)}-{county.epoch}"'
        if self.headers.get("If-None-Match") == etag:
            return 304, None, {"ETag": etag}
        told = {"epoch": county.epoch, "cursor": str(len(county.changed)), "households": laid_out(county.package)}
        return 200, county.package | told, {"ETag": etag}

    def blob(self, digest: str, body: bytes) -> tuple[int, Json | None, Json]:
        blobs = self.server_of_test.county.blobs
        if self.command == "HEAD":
            return (200 if digest in blobs else 404), None, {}
        if hashlib.sha256(body).hexdigest() != digest:
            return 422, {}, {}
        blobs[digest] = body
        return 201, {}, {}

    def send(self, status: int, json_: Json | None, headers: Json | None = None, *, half: bool = False) -> None:
        content = b"" if json_ is None or self.command == "HEAD" else json.dumps(json_).encode()
        self.write(status, content, {"Content-Type": "application/json", **(headers or {})}, half=half)

    def write(self, status: int, content: bytes, headers: Json, *, half: bool = False) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": len(content), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)
        if half:
            self.cut()

    def cut(self) -> None:
        """End the connection at once, as a network does."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
