"""One user at one screen. Everything that happens there is noted, and looked at when the walk ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.walks import words
from tools.demonstration import PASSWORD, Demonstration

LANGUAGES = ("zh-hans", "en")
SERIOUS = "r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
AXE = f"axe.run().then({SERIOUS}.map(v => [v.id, v.nodes.length, v.nodes[0].html]))"
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|001[0-9a-z]{9,}")


class Walker:
    """A signed-in user of the demonstration, in a browser of their own.

    seen  (kind of page, language, width) that some walk has looked at already; shared by all walks
    """

    def __init__(self, context: Any, demonstration: Demonstration, axe: str, seen: set[tuple[str, str, int]]) -> None:
        self.context, self.demonstration, self.axe, self.seen = context, demonstration, axe, seen
        self.strays: list[str] = []
        self.faults: list[str] = []
        self.refusals: list[tuple[int, str]] = []
        self.language = "zh-hans"
        context.set_default_timeout(10_000)
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        context.on("console", self._note_console)
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        self.page = context.new_page()
        self.is_post = False

    # --- what happens ---

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((f"{self.demonstration.url}/", "data:")):
            self.strays.append(request.url)
        if request.is_navigation_request():
            self.is_post = request.method == "POST"

    def _note_response(self, response: Any) -> None:
        if response.status >= 400:
            self.refusals.append((response.status, urlsplit(response.url).path))

    def _note_console(self, message: Any) -> None:
        # A refusal is noted above with its status; the console only repeats it.
        if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text:
            self.faults.append(message.text)

    @contextmanager
    def refused(self, *statuses: int) -> Iterator[None]:
        """What is done inside is answered with these statuses, each once or more, and no other refusal."""
        before, self.refusals = self.refusals, []
        yield
        assert {status for status, _path in self.refusals} == set(statuses), self.refusals
        self.refusals = before

    def close(self) -> None:
        """Fail when anything went where it should not, or the browser complained."""
        self.context.close()
        assert self.strays == [], f"requests left the machine: {self.strays}"
        assert self.faults == [], f"the browser complained: {self.faults}"
        assert self.refusals == [], f"refused on the way: {self.refusals}"

    # --- what the user does ---

    def speak(self, language: str) -> None:
        """Use the pages in this language from now on."""
        self.language = language
        cookie = {"name": "django_language", "value": language, "url": self.demonstration.url}
        self.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])

    def sign_in(self, username: str) -> None:
        self.page.goto("/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.demonstration.url}/")

    def open(self, link: Any) -> None:
        """Follow a link or press a button that leads to another page."""
        with self.page.expect_navigation():
            link.click()

    # --- what the user sees ---

    def look(self) -> None:
        """Fail on serious faults of access, words of the wrong language, or a page wider than the screen.

        A page that can be asked for again is looked at in both languages.
        """
        self._look_at(self.page, self.language)
        if self.is_post:
            return
        own = self.language
        other = next(language for language in LANGUAGES if language != own)
        if self._kind(self.page, other) in self.seen:
            return
        self.speak(other)
        tab = self.context.new_page()
        tab.goto(self.page.url)
        self._look_at(tab, other)
        tab.close()
        self.speak(own)
        self.is_post = False

    def _look_at(self, page: Any, language: str) -> None:
        if (kind := self._kind(page, language)) in self.seen and not self.is_post:
            return
        self.seen.add(kind)
        where = f"{urlsplit(page.url).path} ({language}, {kind[2]} px)"
        assert page.locator("html").get_attribute("lang").lower() == language, where
        said = words.faults(page.evaluate(words.VISIBLE), language)
        assert said == [], f"{where} says in the wrong language: {said}"
        assert page.evaluate(OVERFLOW) <= 0, f"{where} is wider than the screen"
        page.evaluate(self.axe)
        barred = page.evaluate(AXE)
        assert barred == [], f"{where} cannot be reached by everybody: {barred}"

    @staticmethod
    def _kind(page: Any, language: str) -> tuple[str, str, int]:
        return KEY.sub("*", urlsplit(page.url).path), language, page.viewport_size["width"]
