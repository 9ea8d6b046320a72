"""The address at which a partner's program sends vacancies (docs/how-to/partner-api.md)."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpResponse
from django.utils import translation

from gangqiao.accounts.middleware import DeviceRequest
from gangqiao.kernel.errors import Refusal
from gangqiao.sync.refusals import Malformed
from gangqiao.sync.views.wire import answer, on_the_wire, read_json, refused
from gangqiao.vacancies.actions.partners_api import Answer, send_in
from gangqiao.vacancies.refusals.cooperation import NotAListOfVacancies, TooManySent, TooOften
from gangqiao.vacancies.views.public_pace import SECONDS, Pace, language_of

MOST_LINES, MOST_BYTES = 200, 2**20
ASKED_A_MINUTE = 30  # with one key, in each process of the server
pace = Pace(ASKED_A_MINUTE)


@on_the_wire
def send(request: DeviceRequest) -> HttpResponse:
    """Judge and take what was sent; 200 with an answer for each line, in their order."""
    with translation.override(language_of(request)):
        answered = _answered(request)
        answered["Content-Language"] = translation.get_language() or ""
    answered["Cache-Control"] = "no-store"
    return answered


def _answered(request: DeviceRequest) -> HttpResponse:
    key: Any = request.device  # what this door lets in
    if not pace.admits(str(key.pk), time.monotonic()):
        slow = refused(TooOften(), 429)
        slow["Retry-After"] = str(SECONDS)
        return slow
    try:
        given = _lines(request)
    except Refusal as refusal:
        return refused(refusal, 400)
    return answer({"vacancies": [_shown(one) for one in send_in(key, given, actor=request.actor)]})


def _lines(request: DeviceRequest) -> list[Any]:
    """What was sent. Raises NotAListOfVacancies, TooManySent, TooLarge."""
    try:
        given = read_json(request, MOST_BYTES).get("vacancies")
    except Malformed:
        raise NotAListOfVacancies from None
    if not isinstance(given, list) or not given:
        raise NotAListOfVacancies
    if len(given) > MOST_LINES:
        raise TooManySent(MOST_LINES)
    return given


def _shown(one: Answer) -> dict[str, Any]:
    faults = [{"key": key, "sentence": sentence} for key, sentence in one.says]
    vacancy = str(one.vacancy) if one.vacancy else None
    return {"reference": one.reference, "outcome": one.outcome, "vacancy": vacancy, "faults": faults}
