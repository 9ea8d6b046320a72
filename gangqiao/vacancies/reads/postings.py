"""The one door to the vacancies of others: what is published at this very moment, as public facts and nothing else.

Villages, releases, the public pages, search and matching read vacancies only here, in any scope. What is not open by
`policy.freshness` today does not come through, whatever the nightly job has or has not done yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.scope import everywhere
from gangqiao.places.reads import path_names_of
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.policy.freshness import Facts, freshness, is_open, oldest_confirmation
from gangqiao.vacancies.reads.own_items import public_answers
from gangqiao.vacancies.reads.paywords import pay_words
from gangqiao.vacancies.reads.seats import open_seats
from gangqiao.vacancies.states import EmployerStatus, Status


@dataclass(frozen=True, slots=True)
class Posting:
    """What anybody may know of an open vacancy. Amounts in fen; codes of `attributes.VACANCY`, "" or null: not said.

    place, place_words   key of the division of work and the names of its way, province first
    kept_in              key of the division that keeps it: its township, or the county
    open_seats           of `number`, those neither filled nor held; 0: all are taken for the moment
    limits               codes by key: sex_limit, age_min ...; their legal reason in limit_reason, limit_note
    contact_phone        the number given for people who ask about the post
    freshness            "fresh" or "due"
    own                  what only its department asks and everybody may read: label and words, Chinese and English
    """

    uuid: UUID
    title: str
    occupation: str
    employer_uuid: UUID
    employer_name: str
    employer_kind: str
    place: str
    place_words: tuple[str, ...]
    address: str
    kept_in: str
    number: int
    open_seats: int
    pay_form: str
    pay_min: int | None
    pay_max: int | None
    take_home: int | None
    pay_day: int | None
    trial_days: int | None
    hours: Decimal | None
    shifts: str
    board: str
    lodging: str
    couples_room: str
    transport: str
    insurance: tuple[str, ...]
    contract: str
    education_min: str
    skills: str
    skill_level: str
    certificate: str
    limits: Mapping[str, Any]
    limit_reason: str
    limit_note: str
    suits: tuple[str, ...]
    starts_on: date | None
    valid_until: date
    confirmed_on: date
    published_on: date
    freshness: str
    description: str
    contact_name: str
    contact_phone: str
    kept_share: int | None = None
    made: bool = field(default=False)
    own: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def pay_words(self) -> str:
        """The pay in the reader's language, or that it is agreed by the piece."""
        return pay_words(self.pay_form, self.pay_min, self.pay_max)

    @property
    def place_line(self) -> str:
        """Where the work is, in one word, as an address begins."""
        return "".join(self.place_words)

    def words(self, key: str) -> str:
        """A declared fact in the reader's language: `posting.words("lodging")`; "" when it was not said."""
        value = self.limits.get(key) if key in LIMITS else getattr(self, key)
        return VACANCY[key].show(list(value) if isinstance(value, tuple) else value)

    @property
    def own_words(self) -> list[tuple[str, str]]:
        """What only its department asks, in the reader's language: (label, words)."""
        at = 0 if (get_language() or "zh").startswith("zh") else 2
        return [(one[at], one[at + 1]) for one in self.own]

    def as_facts(self) -> dict[str, Any]:
        """The same as JSON, for releases, packs and phones."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Posting:
        """A posting from `as_facts`; facts that were added to the class later are not said."""
        given = {f.name: facts.get(f.name, "") for f in fields(cls) if f.name in facts or f.name not in _WITH_DEFAULT}
        for name in ("uuid", "employer_uuid"):
            given[name] = UUID(given[name])
        for name in ("starts_on", "valid_until", "confirmed_on", "published_on"):
            given[name] = date.fromisoformat(given[name]) if given[name] else None
        for name in ("place_words", "insurance", "suits"):
            given[name] = tuple(given[name] or ())
        if "own" in given:
            given["own"] = tuple(tuple(one) for one in given["own"] or ())
        given["hours"] = Decimal(given["hours"]) if given["hours"] else None
        return cls(**given)


LIMITS = ("sex_limit", "age_min", "age_max", "ethnicity_limit")
_WITH_DEFAULT = ("kept_share", "made", "own")
_SAME = (
    "title", "occupation", "address", "pay_form", "pay_min", "pay_max", "take_home", "pay_day", "trial_days", "hours",
    "shifts", "board", "lodging", "couples_room", "transport", "contract", "education_min", "skills", "skill_level",
    "certificate", "limit_reason", "limit_note", "starts_on", "valid_until", "confirmed_on", "description",
    "contact_name", "made",
)  # fmt: skip


def published(
    *, place: str = "", uuids: Iterable[UUID] | None = None, also_full: bool = False, day: date | None = None
) -> list[Posting]:
    """What is open now, newest confirmation first.

    place      only with work in this division (key)
    uuids      only these; those that are not open any more are left out
    also_full  also those whose seats are all taken or held for the moment
    day        as if it were this day; only the clock's today is true of the world
    """
    on = day or clock.today()
    with everywhere(reason="published vacancies are public"):
        if uuids is None:
            rows = open_rows(on)
            if place:
                rows = rows.filter(place_id__gte=place, place_id__lt=upper_bound(place))
            found = list(_postings(rows.select_related("employer").defer("pasted"), on))
        else:
            named = _open_of(Vacancy.objects.select_related("employer").defer("pasted"), uuids, on)
            found = list(_postings([row for row in named if str(row.place_id or "").startswith(place)], on))
    return [posting for posting in found if also_full or posting.open_seats]


def posting_of(uuid: UUID) -> Posting | None:
    """The open vacancy, also when all its seats are taken for the moment; None when it is not, or no longer, open."""
    return next(iter(published(uuids=[uuid], also_full=True)), None)


def still_open(uuids: Iterable[UUID]) -> set[UUID]:
    """Those of the vacancies that are open at this very moment. Cheaper than `published`."""
    with everywhere(reason="published vacancies are public"):
        judged = ("uuid", "status", "verified_on", "confirmed_on", "valid_until", "employer__status")
        rows = Vacancy.objects.select_related("employer").only(*judged)
        return {row.uuid for row in _open_of(rows, uuids, clock.today())}


def _open_of(rows: QuerySet[Vacancy], uuids: Iterable[UUID], day: date) -> list[Any]:
    """Those of the named vacancies that are open, newest confirmation first.

    By the pure rule: with `is_open_clause` SQLite goes through all that are open instead of looking up the few named.
    """
    found = [row for row in rows.filter(uuid__in=list(uuids)) if is_open(Facts.of(row), day)]
    return sorted(found, key=lambda row: (row.confirmed_on, row.pk), reverse=True)


def is_open_clause(day: date | None = None) -> Q:
    """The rule of `policy.freshness.is_open` as a condition on Vacancy."""
    on = day or clock.today()
    return Q(
        status=Status.PUBLISHED,
        employer__status=EmployerStatus.VERIFIED,
        verified_on__isnull=False,
        valid_until__gte=on,
        confirmed_on__gte=oldest_confirmation(on),
    )


def open_rows(day: date | None = None) -> QuerySet[Vacancy]:
    """Rows of the scope of the moment that are open."""
    return Vacancy.objects.filter(is_open_clause(day)).order_by("-confirmed_on", "-pk")


def _postings(rows: Iterable[Any], day: date) -> Iterator[Posting]:
    found: list[Any] = list(rows)
    seats = open_seats(found)
    names = path_names_of({row.place_id for row in found if row.place_id})
    own = public_answers(found)
    for row in found:
        yield _posting(row, seats[row.pk], tuple(names.get(row.place_id, ())), day, own.get(row.pk, ()))


def _posting(row: Any, seats: int, place_words: tuple[str, ...], day: date, own: Any) -> Posting:
    return Posting(
        own=own,
        **{key: getattr(row, key) for key in _SAME},
        uuid=row.uuid,
        employer_uuid=row.employer.uuid,
        employer_name=row.employer.name,
        employer_kind=row.employer.kind,
        kept_share=row.employer.kept_share,
        place=str(row.place_id or ""),
        place_words=place_words,
        kept_in=str(row.area_id),
        number=row.number or 0,
        open_seats=seats,
        insurance=tuple(row.insurance or ()),
        suits=tuple(row.suits or ()),
        limits={key: value for key in LIMITS if (value := getattr(row, key)) not in (None, "")},
        published_on=clock.day_of(row.published_at) if row.published_at else row.confirmed_on,
        freshness=str(freshness(row.confirmed_on, day)),
        contact_phone=row.contact_phone or "",
    )


def _plain(value: Any) -> Any:
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


__all__ = ["LIMITS", "Posting", "is_open_clause", "open_rows", "posting_of", "published", "still_open"]
