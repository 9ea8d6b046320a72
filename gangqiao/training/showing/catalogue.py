"""Providers and courses in words: rows of their lists, the page of a provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Course, Provider
from gangqiao.training.policy.demand import NUMBERS, UNLICENSED, is_licensed
from gangqiao.training.reads import providers as reads
from gangqiao.training.showing import words
from gangqiao.training.showing.classes import rows_of


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider in the list. licence, tone: how its licence stands, in words."""

    provider: Provider
    kind: str
    trades: str
    place: str
    licence: str
    tone: str


def look_words() -> dict[str, str]:
    """The tabs of the list."""
    return {"": _("Admitted"), "licence": _("Licence runs out or is missing"), "barred": pgettext("provider", "Barred")}


def provider_rows(found: list[Provider]) -> list[ProviderRow]:
    """Providers as rows."""
    places = words.full_places(str(one.place_id or "") for one in found)
    return [
        ProviderRow(
            one, LISTS["provider_kind"].word(one.kind), words.between(words.trade_words(code) for code in one.trades),
            places.get(str(one.place_id or ""), ""), *licence(one),
        )
        for one in found
    ]  # fmt: skip


def licence(provider: Provider) -> tuple[str, str]:
    """How the licence of a provider stands: words and a tone."""
    today, until = clock.today(), provider.licence_until
    if provider.barred_on is not None:
        return pgettext("provider", "barred"), "bad"
    if provider.kind in UNLICENSED:
        return _("needs no licence"), "calm"
    if until is None:
        return _("no licence on file"), "warn"
    said = {"day": until.isoformat()}
    if not is_licensed(provider.kind, until, today):
        return _("ran out on %(day)s") % said, "bad"
    ends_soon = until <= today + timedelta(days=int(NUMBERS.on(today).licence_warn_days))
    return _("valid until %(day)s") % said, "warn" if ends_soon else "good"


def provider_page(provider: Provider, actor: Actor) -> dict[str, Any]:
    """What the page of a provider shows."""
    (row,) = provider_rows([provider])
    may = {verb for verb in ("correct_provider", "bar_provider", "open_account") if actor.may(f"training.{verb}")}
    return {
        "provider": provider,
        "row": row,
        "may": may,
        "facts": [
            (_("Credit code"), provider.credit_code),
            (pgettext("training", "Licence number"), provider.licence_no),
            (_("Place"), row.place),
            (_("Contact"), provider.contact),
            (_("Phone"), provider.phone),
            (_("Trades taught"), row.trades),
        ],
        "classes": rows_of(reads.classes_of(provider), actor),
        "users": reads.users_of(provider) if "open_account" in may else [],
        "history": words.happened(reads.history(provider)),
    }


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course in the catalogue."""

    course: Course
    trade: str
    level: str
    certificate: str
    ages: str


def course_rows(found: list[Course]) -> list[CourseRow]:
    """Courses as rows."""
    return [
        CourseRow(
            one, words.trade_words(one.trade), PEOPLE["skill_level"].word(one.level) if one.level != "none" else "",
            LISTS["certificate_kind"].word(one.certificate), f"{one.min_age}–{one.max_age}",
        )
        for one in found
    ]  # fmt: skip
