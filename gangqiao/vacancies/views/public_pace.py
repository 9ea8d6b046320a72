"""What a page for everybody on the net is wrapped in: never so many at once that those who work must wait.

    @public_page
    def jobs(request: HttpRequest) -> HttpResponse: ...

The counts are per process and lie in memory: nothing is written for a visitor, and no address is kept for longer than
a minute.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import BoundedSemaphore, Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from gangqiao.accounts.sign_in import client_address

# The phones of a whole township often share one address of their network, so an address may ask a lot.
ASKED_A_MINUTE, SECONDS = 300, 60
MOST_ADDRESSES = 20_000
# An answer is some hundredths of a second of the one core a process has: two at the same time are not faster, and take
# it from those who work. settings.PUBLIC_LINE says how many threads may be taken at most, by those who wait, too.
INSIDE, PATIENCE = 1, 1.0


class Pace:
    """How often each address asked in this minute and, in proportion, in the one before."""

    def __init__(self, most: int, seconds: int = SECONDS, addresses: int = MOST_ADDRESSES) -> None:
        self.most, self.seconds, self.addresses = most, seconds, addresses
        self._lock, self._asked = Lock(), OrderedDict[str, tuple[int, int, int]]()

    def admits(self, address: str, now: float) -> bool:
        """Count a request at an instant (seconds); False when it is one too many."""
        window, part = int(now // self.seconds), now % self.seconds / self.seconds
        with self._lock:
            at, count, before = self._asked.pop(address, (window, 0, 0))
            if at != window:
                count, before = 0, count if at == window - 1 else 0
            is_slow = count + before * (1 - part) < self.most
            self._asked[address] = (window, count + is_slow, before)
            while len(self._asked) > self.addresses:
                self._asked.popitem(last=False)
        return is_slow

    def forget(self) -> None:
        with self._lock:
            self._asked.clear()


class Line:
    """Few inside at the same time, some more who wait a moment; everybody else is told at once to come again."""

    def __init__(self, inside: int) -> None:
        self._lock, self._standing, self._room = Lock(), 0, BoundedSemaphore(inside)

    @contextmanager
    def place(self, most: int) -> Iterator[bool]:
        """Give True when there is room before `PATIENCE` ends. `most` may stand here, those inside counted."""
        with self._lock:
            is_short = self._standing < most
            self._standing += 1
        is_in = is_short and self._room.acquire(timeout=PATIENCE)
        try:
            yield is_in
        finally:
            if is_in:
                self._room.release()
            with self._lock:
                self._standing -= 1


pace, line = Pace(ASKED_A_MINUTE), Line(INSIDE)

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Hold the pace, speak the language the address asks for, and let nobody keep the answer without asking again."""

    @wraps(view)
    def paced(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            if not pace.admits(client_address(request), time.monotonic()):
                return _wait(429, SECONDS)
            with line.place(settings.PUBLIC_LINE) as admitted:
                if not admitted:
                    return _wait(503, 2)
                response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        return _asked_again(request, response)

    return paced


def language_of(request: HttpRequest) -> str:
    """The language of `?lang=`, else what the browser wants."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


def _asked_again(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A browser may keep the page, but must ask each time whether it still holds: a closed job is never shown."""
    response.headers.setdefault("Cache-Control", "no-cache")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    if response.status_code != 200 or request.method not in ("GET", "HEAD"):
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _wait(status: int, seconds: int) -> HttpResponse:
    """Small, and asks no database: there is just too much to do."""
    body = render_to_string("vacancies/public/wait.html", {"status": status, "seconds": seconds})
    response = HttpResponse(body, status=status)
    response["Retry-After"], response["Cache-Control"] = str(seconds), "no-store"
    # Else each of a flood is a line of the log: the disk would fill instead of the threads.
    response._has_been_logged = True
    return response
