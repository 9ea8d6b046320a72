"""Enter a vacancy, correct it, and hand it to whoever verifies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.vacancies.actions import own_answers
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.occupations import find as find_occupation
from gangqiao.vacancies.occupations import guess
from gangqiao.vacancies.occupations import search as search_occupations
from gangqiao.vacancies.own_items import attribute_of
from gangqiao.vacancies.pasting.terms import find_fees
from gangqiao.vacancies.pasting.units import message
from gangqiao.vacancies.policy import limits
from gangqiao.vacancies.policy.freshness import latest_end
from gangqiao.vacancies.policy.own_items import OWN
from gangqiao.vacancies.reads.own_items import form_of
from gangqiao.vacancies.refusals.posts import (
    AsksMoney,
    ChangedMeanwhile,
    EmployerGone,
    EndIsPast,
    HasEnded,
    Incomplete,
    OfficeOnly,
    PayFalls,
    TooLong,
    UnlawfulLimit,
    WrongOccupation,
)
from gangqiao.vacancies.states import BEFORE_PUBLISHED, ENDED, EmployerStatus, Status

DRAFT, CORRECT, SUBMIT, VERIFY = "vacancies.draft", "vacancies.correct", "vacancies.submit", "vacancies.verify"
# Without these there is nothing to store; what else is missing may be filled in before it is submitted.
NEEDED = ("title",)
NEEDED_TO_SUBMIT = ("title", "number", "pay_form", "place", "valid_until", "contact_phone")
WORDS = ("title", "skills", "certificate", "description", "address", "limit_note", "contact_name")
# What an employer, or a department, may change by itself once somebody has verified the post.
FREE_FACTS = ("number", "valid_until", "starts_on", "contact_name", "contact_phone")
SURE_OF_OCCUPATION = 0.6


def draft(
    raw: Mapping[str, Any],
    *,
    employer: Employer,
    actor: Actor,
    source: str = "screen",
    pasted: str = "",
    made: bool = False,
    own: Mapping[str, Any] | None = None,
) -> Vacancy:
    """Enter a vacancy of an employer; nobody sees it yet but whoever keeps it.

    raw     what was typed, by attribute key; a missing occupation is taken from the title when that is clear
    own     what was typed of the own items of the department that keeps the employer, by the key of the item
    source  "screen", or file, sheet and line; pasted: the message it was read from
    Raises Refusals with every fault, EmployerGone, NotYourVerb.
    """
    values = _read_both(raw, own, employer.unit)
    vacancy = Vacancy(
        area_id=employer.area_id,
        unit=employer.unit,
        party=employer.party,
        employer=employer,
        entered_by=actor.name[:100],
        entered_by_id=actor.user_id,
        entered_at=clock.now(),
        source=source[:100],
        pasted=pasted,
        made=made,
        **values,
    )
    require(actor, DRAFT, vacancy)
    if employer.status not in (EmployerStatus.LISTED, EmployerStatus.VERIFIED):
        raise EmployerGone
    if not vacancy.occupation:
        vacancy.occupation = occupation_of_title(values["title"])  # type: ignore[attr-defined]
    _refuse_impossible(vacancy)
    _refuse_fees([("description", pasted)])
    with transaction.atomic():
        own_answers.put_answers(vacancy, own)
        vacancy.save(force_insert=True)
        record(DRAFT, actor=actor, subject=vacancy, source=source[:200])
    return vacancy


def correct(
    vacancy_id: int, raw: Mapping[str, Any], *, actor: Actor, revision: int | None = None, source: str = "screen",
    own: Mapping[str, Any] | None = None,
) -> Vacancy:  # fmt: skip
    """Change what is recorded; links given out before are void.

    Before it is verified whoever keeps it changes anything; afterwards only whoever verifies, but for `FREE_FACTS`.
    revision  of the page that was filled in; null: whatever stands there now
    own       as `draft` takes it; null: these stay as they are
    Raises Refusals, ChangedMeanwhile, OfficeOnly, HasEnded, NotYourVerb.
    """
    values = read(raw, partial=True)
    with transaction.atomic():
        vacancy = Vacancy.objects.select_for_update().get(pk=vacancy_id)
        require(actor, CORRECT, vacancy)
        if vacancy.status in ENDED:
            raise HasEnded
        if revision is not None and revision != vacancy.revision:
            raise ChangedMeanwhile
        changed = [key for key, value in values.items() if getattr(vacancy, key) != value]
        changed += own_answers.put_answers(vacancy, own)
        _refuse_verified(vacancy, changed, actor)
        for key in changed:
            if key in values:
                setattr(vacancy, key, values[key])
        _refuse_impossible(vacancy)
        if vacancy.status != Status.DRAFT:
            refuse_unfit(vacancy)
        if changed:
            vacancy.revision += 1
            vacancy.link_epoch += 1
            vacancy.save()
            record(CORRECT, actor=actor, subject=vacancy, fields=changed, source=source)
    return vacancy


def submit(vacancy_id: int, *, actor: Actor, source: str = "screen") -> Vacancy:
    """Hand it to whoever verifies. Raises Refusals with everything that is missing or unlawful."""
    with step(Vacancy, vacancy_id, SUBMIT, actor=actor, source=source) as vacancy:
        refuse_unfit(vacancy)
        own_answers.stamp(vacancy)
    return vacancy


def enter(
    raw: Mapping[str, Any], *, employer: Employer, actor: Actor, source: str = "screen", pasted: str = "",
    made: bool = False, own: Mapping[str, Any] | None = None,
) -> Vacancy:  # fmt: skip
    """Enter a vacancy and submit it at once: both or neither. Raises what `draft` and `submit` raise."""
    with transaction.atomic():
        vacancy = draft(raw, employer=employer, actor=actor, source=source, pasted=pasted, made=made, own=own)
        with step_of(vacancy, SUBMIT, actor=actor, source=source[:200]):
            refuse_unfit(vacancy)
            own_answers.stamp(vacancy)
    return vacancy


def read(raw: Mapping[str, Any], *, partial: bool = False) -> dict[str, Any]:
    """Values from what was typed. Raises Refusals with every fault, also of money that is asked of the worker."""
    values = VACANCY.read(dict(raw), partial=partial, needed=NEEDED)
    faults: list[Refusal] = []
    if values.get("occupation"):
        try:
            values["occupation"] = read_occupation(values["occupation"])
        except Refusal as refusal:
            faults.append(refusal)
    faults += _fees((key, values.get(key) or "") for key in WORDS)
    if faults:
        raise Refusals(faults)
    return limits.without_idle_limits(values)


def _read_both(raw: Mapping[str, Any], own: Mapping[str, Any] | None, unit: str) -> dict[str, Any]:
    """The common facts; the faults of both kinds are told together. Raises Refusals."""
    faults: list[Refusal] = []
    values: dict[str, Any] = {}
    try:
        values = read(raw)
    except Refusals as refusals:
        faults += refusals.refusals
    try:
        own_answers.read_answers(form_of(unit), own or {})
    except Refusals as refusals:
        faults += refusals.refusals
    if faults:
        raise Refusals(faults)
    return values


def read_occupation(words: str) -> str:
    """The code of an occupation from a code or from words people use. Raises WrongOccupation."""
    code = words.split(" ", 1)[0]
    if find_occupation(code) is not None:
        return code
    found = search_occupations(words, 1)
    if not found:
        raise WrongOccupation(words)
    return found[0].code


def occupation_of_title(title: str) -> str:
    """The occupation a title means, or "" when that is not clear."""
    guessed = guess(title, 1)
    return guessed[0][0].code if guessed and guessed[0][1] >= SURE_OF_OCCUPATION else ""


def refuse_unfit(vacancy: Any) -> None:
    """Refuse what may not be handed on: something is missing, a limit is unlawful, it ends in the past or too late."""
    if faults := unfit(vacancy):
        raise Refusals(faults)


def unfit(vacancy: Any) -> list[Refusal]:
    """Everything that keeps a vacancy from being handed on."""
    today = clock.today()
    missing = [key for key in NEEDED_TO_SUBMIT if getattr(vacancy, key) in (None, "")]
    if vacancy.pay_min is None and vacancy.pay_max is None:
        missing.append("pay_min")
    found: list[Refusal] = [Incomplete(VACANCY[key].label, key) for key in missing]
    values = {key: getattr(vacancy, key) for key in (*limits.LIMITS, "limit_reason", "limit_note")}
    found += [UnlawfulLimit(fault.says, field=fault.field) for fault in limits.faults(values)]
    if vacancy.valid_until is not None:
        if vacancy.valid_until < today:
            found.append(EndIsPast())
        elif vacancy.valid_until > latest_end(today):
            found.append(TooLong(latest_end(today)))
    return found + own_answers.missing(vacancy)


def may(actor: Actor, verb: str, row: Any) -> bool:
    """True when a post of the actor gives the verb over the row."""
    return any(actor.may(verb, path) for path in row.paths)


def _refuse_verified(vacancy: Any, changed: list[str], actor: Actor) -> None:
    if vacancy.status in BEFORE_PUBLISHED and vacancy.verified_on is None:
        return
    held = [key for key in changed if key not in FREE_FACTS]
    if held and not may(actor, VERIFY, vacancy):
        raise OfficeOnly(_label(held[0], vacancy), held[0])


def _label(key: str, vacancy: Any) -> Any:
    """How the forms call a fact, common or of the department's own."""
    item = form_of(vacancy.unit).find(key.removeprefix(OWN)) if key.startswith(OWN) else None
    return attribute_of(item).label if item is not None else VACANCY[key].label


def _refuse_impossible(vacancy: Any) -> None:
    """What the database refuses, too, said in words."""
    ages = {"age_min": vacancy.age_min, "age_max": vacancy.age_max}
    faults: list[Refusal] = [UnlawfulLimit(fault.says, field=fault.field) for fault in limits.impossible(ages)]
    if None not in (vacancy.pay_min, vacancy.pay_max) and vacancy.pay_min > vacancy.pay_max:
        faults.append(PayFalls())
    if faults:
        raise Refusals(faults)


def _fees(texts: Iterable[tuple[str, str]]) -> list[Refusal]:
    return [AsksMoney(fee.sentence, key) for key, text in texts if text for fee in find_fees(message(text))[:1]]


def _refuse_fees(texts: Iterable[tuple[str, str]]) -> None:
    if faults := _fees(texts):
        raise Refusals(faults)
