"""Pages for what went wrong: generic, in the reader's language, with what to do next.

They are made without the request. So "not yours" and "does not exist" are the same bytes, and a page about a lost
database does not ask the database who is reading.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.requests import current_request_id


@dataclass(frozen=True, slots=True)
class Fault:
    """What is said of one kind of fault, and what the reader can do."""

    title: Any
    says: Any
    next_step: Any


FAULTS: dict[int, Fault] = {
    400: Fault(
        _("This request could not be read"),
        _("Something in the address or in the form was not as expected. Nothing was changed."),
        _("Go back, load the page again and repeat the step."),
    ),
    403: Fault(
        _("This step is not open to you now"),
        _("Your posts do not include it, or the page stood open too long. Nothing was changed."),
        _("Load the page again. If you need this step for your work, ask your unit's administrator for the post."),
    ),
    404: Fault(
        _("There is nothing here for you"),
        _("The address is wrong, the record no longer exists, or it belongs to another area."),
        _("Look for the person or the list from your own start page."),
    ),
    405: Fault(
        _("This address does not work that way"),
        _("A form was opened as a page, or a page sent as a form. Nothing was changed."),
        _("Go back to the page with the form and press its button."),
    ),
    429: Fault(
        _("Too many requests in a short time"),
        _("To protect the records, the next requests have to wait."),
        _("Wait a minute and try again."),
    ),
    500: Fault(
        _("A fault on our side"),
        _("The step was not carried out, and nothing was half saved."),
        _("Try again in a moment. If it happens again, tell the administrator the number below."),
    ),
    503: Fault(
        _("The ledger cannot be reached just now"),
        _("The step was not carried out, and nothing was half saved."),
        _("Wait a minute and load the page again. If it lasts, tell the administrator the number below."),
    ),
}
WITH_NUMBER = (500, 503)


def page(status: int) -> HttpResponse:
    """The page for a status: always the same bytes in one language, but for the number of a fault of our own."""
    fault = FAULTS[status]
    number = current_request_id() if status in WITH_NUMBER else ""
    body = render_to_string("web/error.html", {"fault": fault, "status": status, "number": number})
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For `CSRF_FAILURE_VIEW`. The reason stays in the log: it helps only somebody who is probing."""
    return page(403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(404)


def server_fault(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the fault is that the database cannot be reached."""
    return page(503 if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)) else 500)


def with_body(response: HttpResponse) -> HttpResponse:
    """Give an empty refusal (405, 429 from a decorator) the page that says what to do; keeps its headers."""
    if response.status_code not in FAULTS or response.streaming or response.content:
        return response
    filled = page(response.status_code)
    for name, value in response.items():
        if name.lower() not in ("content-type", "content-length"):
            filled[name] = value
    return filled
