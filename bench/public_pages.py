"""The public pages over 20,000 open vacancies: how long one takes, how many come through, and who has to wait.

`python bench/public_pages.py [--vacancies 20000] [--seconds 20] [--rate 25] [--engines sqlite,postgresql]`. The server
is the one that is shipped (granian), asked over HTTP. `pages`: one visitor, page after page. `visitors`: so many pages
a second, each of another address on the net, counted from the moment a page was due. `flood`: 48 who ask without pause;
meanwhile an officer opens the sign-in page, and what she waits is the figure that counts.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import queue
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.ledger import machine
from bench.parts.running import database, told_by
from bench.sync import server
from bench.vacancies import DAY, build

RESULTS = ROOT / "bench/results/public_pages.json"
GOALS = {"page_p95_ms": 200, "visitors_p99_ms": 1000, "refused_share": 0.01, "officer_p95_ms": 500, "heaviest_kb": 50}
RUNS, SENDERS, GREEDY = 30, 24, 48
STYLE = ROOT / "gangqiao/vacancies/static/vacancies/public.css"


def main() -> int:
    options = read_options()
    if options.inside:
        from bench.runs.public_pages import prepare

        print(json.dumps(prepare(options.vacancies)))
        return 0
    engines = [run_engine(engine, options) for engine in options.engines.split(",")]
    found = {"machine": machine(), "goals": GOALS, "engines": engines}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for engine in engines:
        print(json.dumps(engine, ensure_ascii=False, indent=1))
    missed = [f"{one['engine']}: {name}" for one in engines for name in one["missed"]]
    print("goals missed: " + ", ".join(missed) if missed else "all goals met")
    return 1 if missed else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vacancies", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rate", type=int, default=25)
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def run_engine(engine: str, options: argparse.Namespace) -> dict[str, Any]:
    home = ROOT / f"var/bench/public-{options.vacancies}/{engine}"
    with database(engine, home, day=DAY) as env:
        # Each visitor has an address of their own, as behind the county's proxy.
        env |= {"GANGQIAO_TRUSTED_PROXIES": "1", "GANGQIAO_LOG_LEVEL": "ERROR"}
        build(env, home, is_there=engine == "sqlite")
        told = told_by([__file__, "--inside", "--vacancies", str(options.vacancies)], env)
        with server(engine, env) as (port, _process):
            return {"engine": engine, **measured(port, told, options), "load_after": os.getloadavg()}


def measured(port: int, told: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    pages = [page(port, name, path) for name, path in addresses(told).items()]
    asked = [path for name, path in addresses(told).items() if name != "sitemap"]
    found = {
        "open": told["open"],
        "pages": pages,
        "visitors": visitors(port, asked, options.rate, options.seconds),
        "officer_alone": officer(port, options.seconds / 4, threading.Event()),
        "flood": flood(port, asked, options.seconds),
    }
    heavy = max(p["bytes"] for p in pages if p["page"] != "sitemap") + STYLE.stat().st_size
    found["heaviest_kb"] = round(heavy / 1024, 1)
    found["missed"] = misses(found)
    return found


def misses(found: dict[str, Any]) -> list[str]:
    """The goals that were not met. Who was told to come again waited for nothing: that is a goal of its own."""
    visitors, officer = found["visitors"], found["flood"]["officer"]
    refused = sum(count for status, count in visitors["statuses"].items() if int(status) >= 429)
    return [
        *(f"page {p['page']}" for p in found["pages"] if p["p95"] > GOALS["page_p95_ms"] and p["page"] != "sitemap"),
        *(["visitors"] if visitors["p99"] > GOALS["visitors_p99_ms"] else []),
        *(["visitors refused"] if refused > GOALS["refused_share"] * visitors["times"] else []),
        *(["officer"] if officer["p95"] > GOALS["officer_p95_ms"] else []),
        *(["weight"] if found["heaviest_kb"] > GOALS["heaviest_kb"] else []),
    ]


def addresses(told: dict[str, Any]) -> dict[str, str]:
    return {
        "all": "/jobs/",
        "page 40": "/jobs/?page=40",
        "words": "/jobs/?q=%E7%BC%9D%E7%BA%AB",
        "a common word": "/jobs/?q=%E5%B7%A5",
        "four ticks": "/jobs/?couples=1&dorm=1&pay=4000&where=away",
        "near": f"/jobs/?from={told['home']}",
        "best paid": "/jobs/?sort=pay",
        "one": f"/jobs/{told['uuid']}/",
        "gone": f"/jobs/{told['gone']}/",
        "qr": f"/jobs/{told['uuid']}/qr.svg",
        "fairs": "/jobs/fairs/",
        "sitemap": "/jobs/sitemap.xml",
    }


_addresses = itertools.count(1)


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[int, int, float]:
    """One page for a visitor nobody has seen before: status, bytes, milliseconds."""
    number = next(_addresses)
    visitor = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    started = time.perf_counter()
    connection.request("GET", path, headers={"X-Forwarded-For": visitor, "Accept-Language": "zh-CN"})
    answer = connection.getresponse()
    size = len(answer.read())
    return answer.status, size, (time.perf_counter() - started) * 1000


def connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=60)


def page(port: int, name: str, path: str) -> dict[str, Any]:
    connection, took, size, status = connect(port), [], 0, 0
    _status, _size, first = ask(connection, path)
    for _ in range(RUNS if name != "sitemap" else 3):
        status, size, ms = ask(connection, path)
        took.append(ms)
    return {"page": name, "status": status, "bytes": size, "first": round(first, 1), **figures(took)}


def visitors(port: int, paths: list[str], rate: int, seconds: int) -> dict[str, Any]:
    """A page falls due every 1/rate seconds, whether the last ones are there or not."""
    due: queue.Queue[tuple[float, str] | None] = queue.Queue()
    took, statuses, lock = [], Counter[int](), threading.Lock()

    def send() -> None:
        connection = connect(port)
        while (one := due.get()) is not None:
            status, _size, _ms = ask(connection, one[1])
            with lock:
                took.append((time.perf_counter() - one[0]) * 1000)
                statuses[status] += 1

    senders = [threading.Thread(target=send) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    begin, draw = time.perf_counter(), random.Random(7)
    for number in range(rate * seconds):
        at = begin + number / rate
        # Visitors come by the clock, not when the last one has been served.
        time.sleep(max(0.0, at - time.perf_counter()))
        due.put((at, draw.choice(paths)))
    for _ in senders:
        due.put(None)
    for sender in senders:
        sender.join()
    return {"a_second": rate, "seconds": seconds, "statuses": dict(statuses), **figures(took)}


def flood(port: int, paths: list[str], seconds: int) -> dict[str, Any]:
    end, statuses, lock = threading.Event(), Counter[int](), threading.Lock()

    def take(number: int) -> None:
        connection, draw = connect(port), random.Random(number)
        while not end.is_set():
            try:
                status, _size, _ms = ask(connection, draw.choice(paths))
            except OSError:
                status, connection = 0, connect(port)
            with lock:
                statuses[status] += 1

    greedy = [threading.Thread(target=take, args=(number,)) for number in range(GREEDY)]
    for one in greedy:
        one.start()
    waited = officer(port, seconds, end)
    end.set()
    for one in greedy:
        one.join()
    answered = {str(status): count for status, count in sorted(statuses.items())}
    return {"greedy": GREEDY, "seconds": seconds, "statuses": answered, "officer": waited}


def officer(port: int, seconds: float, end: threading.Event) -> dict[str, Any]:
    """The sign-in page, four times a second."""
    connection, took, until = connect(port), [], time.perf_counter() + seconds
    while time.perf_counter() < until and not end.is_set():
        took.append(ask(connection, "/sign-in/")[2])
        time.sleep(0.25)  # the next one is asked for a while after the last, as by somebody at work
    return figures(took)


def figures(took: list[float]) -> dict[str, Any]:
    ordered = sorted(took)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)

    return {"times": len(ordered), "median": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": round(ordered[-1], 1)}


if __name__ == "__main__":
    sys.exit(main())
