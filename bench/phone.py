"""How quick the phone client opens without signal: the built pages in a real Chromium, its CPU four times slower.

The browser is started anew for each opening and the server is gone. Told apart are `browser`, a browser that starts
until it opens an address, which is none of ours; `shell`, from the address until the PIN can be typed; and `unlock`,
from the PIN until the list is painted: the goal's cold opening. An open phone that is loaded anew is locked, too.
The slowing reaches the page's thread and hardly the one that derives the key, so `derive` is measured without it, and
the goal is judged by `cold_open`: `unlock` with what the derivation would take on a processor that is slow throughout.
Prints JSON, writes it to bench/results/phone.json; fails when a goal is missed. `phone_store.py` measures the store.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangqiao.config.settings")

import django

django.setup()

from playwright.sync_api import sync_playwright

from tests.phone.browsers import Pulled
from tests.phone.officer import PIN
from tests.phone.pages import ASSETS, PagesServer, first_load
from tests.phone.villages import village

STARTS, SLOWED = 10, 4
# Milliseconds: median and worst.
GOALS = {
    400: {"cold_open": (1000, 2000), "person": (200, None), "save": (150, None)},
    4000: {"cold_open": (1500, None), "person": (200, None), "save": (150, None)},
}
BYTES = {"first_load": 80_000, "worker": 8_000}
# The instant at which something is there, and painted.
WATCH = """
window.until = (wanted) => new Promise((resolve) => {
  const look = () => {
    if (!wanted()) return false;
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    watcher.disconnect();
    return true;
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  look();
});
window.at = (name) => document.querySelector(name);
window.shell = until(() => at("#pin"));
"""


DERIVE = """async (iterations) => {
  const how = {name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(16), iterations};
  const pin = await crypto.subtle.importKey("raw", new TextEncoder().encode("271828"), "PBKDF2", false, ["deriveBits"]);
  const t = performance.now();
  await crypto.subtle.deriveBits(how, pin, 256);
  return performance.now() - t;
}"""


def measure(households: int, browser_type: Any) -> dict[str, Any]:
    chromium = os.environ.get("GANGQIAO_CHROMIUM") or shutil.which("chromium") or ""
    took: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        phone = Pulled(browser_type, chromium, Path(folder), "about:blank")
        with PagesServer(village(households)).running() as url:
            connect(phone.start(), url)
        for place in range(STARTS):
            began = time.perf_counter()
            page = phone.restart()
            started = {"browser": 1000 * (time.perf_counter() - began)}
            for name, number in (started | opened(page, url, place)).items():
                took.setdefault(name, []).append(number)
        phone.kill()
    return {n: {"median_ms": round(statistics.median(t)), "worst_ms": round(max(t))} for n, t in took.items()}


def connect(page: Any, url: str) -> None:
    """The villages are on the phone, and the app, too."""
    page.goto(f"{url}/phone/#enrol=ABCD")
    page.locator(".foot .is-main").click()
    for field in ("#pin", "#again"):
        page.fill(field, PIN)
    page.locator(".foot .is-main").click()
    page.locator(".window button.row").first.wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def opened(page: Any, url: str, place: int) -> dict[str, float]:
    """One opening of the app and of somebody in it. The server is gone."""
    page.add_init_script(WATCH)
    processor = page.context.new_cdp_session(page)
    processor.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(f"{url}/phone/")
    found = {"shell": page.evaluate("shell")}
    page.fill("#pin", PIN)
    found["unlock"] = timed(page, "at('.foot .is-main').click(); await until(() => at('.window button.row'))")
    at = f"document.querySelectorAll('.window button.row')[{place % 5}]"
    found["household"] = timed(page, f"{at}.click(); await until(() => at('.foot .is-main'))")
    page.locator(".rows .row").nth(1).click()
    if page.locator("blockquote").or_(page.locator("progress")).first.evaluate("one => one.localName") == "blockquote":
        page.locator(".foot .is-main").click()
        page.locator("progress").wait_for()
        page.go_back()
        page.locator(".rows .row").first.wait_for()
        person = "document.querySelectorAll('.rows .row')[1].click(); await until(() => at('progress'))"
        found["person"] = timed(page, person)
    turn = "const was = at('h1').innerText; at('.foot .is-main').click(); await until(() => at('h1').innerText !== was)"
    while page.locator(".foot .is-main").inner_text() == "下一页":
        timed(page, turn)
    found["save"] = timed(page, turn)
    processor.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    found["derive"] = page.evaluate(DERIVE, iterations())
    found["cold_open"] = found["unlock"] + (SLOWED - 1) * found["derive"]
    return found


def iterations() -> int:
    """The rounds of PBKDF2 as the phone has them."""
    text = (ROOT / "frontend/src/phone/store/sealing.ts").read_text()
    return int(re.search(r"ITERATIONS = ([\d_]+)", text)[1])  # type: ignore[index]


def timed(page: Any, step: str) -> float:
    within = f"const t = performance.now(); {step}; return performance.now() - t"
    return float(page.evaluate(f"(async () => {{ {within} }})()"))


def sizes() -> dict[str, int]:
    """Bytes as they travel."""
    first = sum(len(gzip.compress(file.read_bytes(), 9)) for file in first_load().values())
    return {"first_load": first, "worker": len(gzip.compress((ASSETS.parent / "worker.js").read_bytes(), 9))}


def missed(found: dict[int, dict[str, Any]], bytes_: dict[str, int]) -> list[str]:
    said = [f"{name}: {bytes_[name]} bytes" for name, most in BYTES.items() if bytes_[name] > most]
    for many, goals in GOALS.items():
        for name, (median, worst) in goals.items():
            got = found[many][name]
            if got["median_ms"] > median or (worst is not None and got["worst_ms"] > worst):
                said.append(f"{many}: {name}")
    return said


def main() -> int:
    with sync_playwright() as playwright:
        found = {many: measure(many, playwright.chromium) for many in GOALS}
    bytes_ = sizes()
    told = {
        "cpu_slowed": SLOWED,
        "pbkdf2_rounds": iterations(),
        "means": {
            "browser": "a browser starts: of no part in the goal",
            "shell": "from the address to the field of the PIN, browser just started",
            "unlock": "from the PIN to the painted list",
            "derive": "the key of the PIN, processor not slowed",
            "cold_open": "the goal: unlock, and the derivation as slow as the rest",
        },
        # Others on the machine slow all of it down: how many wanted its processors stands beside the figures.
        "load": round(os.getloadavg()[0], 1),
        "processors": os.cpu_count(),
        "bytes_gzip": bytes_,
        "households": found,
        "missed": missed(found, bytes_),
    }
    (ROOT / "bench/results/phone.json").write_text(json.dumps(told, indent=1) + "\n")
    print(json.dumps(told, indent=1))
    return 1 if told["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
