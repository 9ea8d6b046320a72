"""What all addresses of the wire share: JSON in and out, short sentences for faults, and "busy" in one place."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RequestDataTooBig, UnreadablePostError

from gangqiao.kernel.errors import Refusal
from gangqiao.sync.refusals import Malformed

Json = dict[str, Any]
View = Callable[..., HttpResponse]
MOST_BYTES = 2 * 1024 * 1024
COME_BACK_SECONDS = 5
_DEEPEST_NUMBER = 20  # digits: longer ones are no number of ours, and slow to read


class TooLarge(Exception):
    """More bytes than the address takes."""


def answer(content: Any, status: int = 200) -> JsonResponse:
    """JSON as the phone reads it."""
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def on_the_wire(view: View) -> View:
    """Decorator: a malformed message is 400 with a sentence, one too large 413, a busy database 503 with a wait."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooLarge:
            return answer({}, 413)
        except Malformed as fault:
            return answer({"sentence": str(fault.sentence), "code": fault.code}, 400)
        except UnreadablePostError:
            return answer({}, 400)  # nobody is there any more to read it
        except (OperationalError, InterfaceError):
            busy = answer({}, 503)
            busy["Retry-After"] = str(COME_BACK_SECONDS)
            return busy

    return guarded


def refused(refusal: Refusal, status: int = 422) -> JsonResponse:
    return answer({"sentence": str(refusal.sentence), "code": refusal.code}, status)


def read_bytes(request: HttpRequest, most: int = MOST_BYTES) -> bytes:
    """The body. Raises TooLarge before it is read, where its length is told."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        raise Malformed("Content-Length") from None
    if length > most:
        raise TooLarge
    try:
        content = request.body
    except RequestDataTooBig:
        raise TooLarge from None
    if len(content) > most:
        raise TooLarge
    return content


def read_json(request: HttpRequest, most: int = MOST_BYTES) -> Json:
    """The body as a JSON object. Raises Malformed and TooLarge."""
    try:
        given = json.loads(read_bytes(request, most), parse_constant=_no_constant, parse_int=_whole)
    except (ValueError, RecursionError):
        raise Malformed("JSON") from None
    if not isinstance(given, dict):
        raise Malformed("JSON")
    return given


def _no_constant(text: str) -> Any:
    raise ValueError(text)


def _whole(text: str) -> int:
    if len(text) > _DEEPEST_NUMBER:
        raise ValueError(text)
    return int(text)


def text_of(given: Json, key: str, most: int = 100) -> str:
    found = given.get(key, "")
    if not isinstance(found, str) or len(found) > most:
        raise Malformed(key)
    return found


def uuid_of(given: Json, key: str) -> UUID:
    """The number of an operation: a UUID in its usual writing, in small letters."""
    found = given.get(key)
    try:
        made = UUID(found) if isinstance(found, str) else None
    except ValueError:
        made = None
    if made is None or str(made) != found:
        raise Malformed(key)
    return made


def whole_of(given: Json, key: str, *, least: int, most: int = 2**31 - 1) -> int:
    found = given.get(key)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise Malformed(key)
    return found


def instant_of(given: Json, key: str) -> datetime | None:
    """An instant by the phone's clock: a claim. Null when it says none, or none that makes sense."""
    found = given.get(key)
    try:
        made = datetime.fromisoformat(found) if isinstance(found, str) else None
        return made if made is not None and made.utcoffset() is not None and 1970 < made.year < 9000 else None
    except ValueError:
        return None
