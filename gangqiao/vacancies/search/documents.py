"""What the index knows of one open vacancy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from pypinyin import Style, lazy_pinyin

from gangqiao.kernel.scope import everywhere
from gangqiao.places.reads import path_names_of
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.occupations.terms import folded
from gangqiao.vacancies.policy.freshness import oldest_confirmation
from gangqiao.vacancies.states import EmployerStatus, Status

_COLUMNS = (
    "pk", "uuid", "title", "occupation", "employer__name", "place_id", "skills", "description", "address",
    "valid_until", "confirmed_on", "pay_min", "pay_max", "pay_form", "board", "lodging", "couples_room", "transport",
    "shifts", "suits",
)  # fmt: skip
# The fields words are looked for in, with what a find there is worth. Pinyin is kept for those a name stands in.
WEIGHTS = {"title": 10.0, "occupation": 8.0, "employer": 6.0, "place": 5.0, "skills": 3.0, "rest": 1.0}
# A fortnight of confirmations decides between fits that are nearly equal, never between a title and an employer.
_A_DAY, _A_RECORD = 0.03, 1e-8
SPELLED = frozenset({"title", "employer", "place"})


@dataclass(frozen=True, slots=True)
class Document:
    """One open vacancy as it is searched.

    texts  the folded text of each field of WEIGHTS that has one; place is the key of the division
    """

    pk: int
    uuid: UUID
    texts: tuple[tuple[str, str], ...]
    occupation: str
    place: str
    valid_until: dt.date
    confirmed_on: dt.date
    pay_form: str
    pay_best: int
    board: str
    lodging: str
    couples_room: str
    transport: str
    shifts: str
    suits: frozenset[str]

    @property
    def recency(self) -> float:
        """What a late confirmation is worth beside the fit of the words; among equals the newest record is first."""
        return self.confirmed_on.toordinal() * _A_DAY + self.pk * _A_RECORD

    def is_open_on(self, day: dt.date) -> bool:
        """The rule of days of `policy.freshness`; all else is asked when the document is read."""
        return self.valid_until >= day and self.confirmed_on >= oldest_confirmation(day)


def documents(pks: Iterable[int] | None = None) -> Iterator[Document]:
    """The vacancies that may be open, all or those of the keys; whether the day still lets them be is asked later."""
    with everywhere(reason="published vacancies are public"):
        rows = Vacancy.objects.order_by().filter(
            status=Status.PUBLISHED,
            employer__status=EmployerStatus.VERIFIED,
            verified_on__isnull=False,
            valid_until__isnull=False,
            confirmed_on__isnull=False,
        )
        if pks is not None:
            rows = rows.filter(pk__in=list(pks))
        found = list(rows.values(*_COLUMNS))
    ways = path_names_of({row["place_id"] for row in found if row["place_id"]})
    for row in found:
        yield _document(row, "".join(ways.get(row["place_id"], ())))


def _document(row: dict[str, object], way: str) -> Document:
    def text(*keys: str) -> str:
        return folded(" ".join(str(row[key] or "") for key in keys))

    texts = {
        "title": text("title"),
        "employer": text("employer__name"),
        "place": folded(way),
        "skills": text("skills"),
        "rest": text("description", "address"),
    }
    return Document(
        texts=tuple((key, value) for key, value in texts.items() if value),
        occupation=str(row["occupation"] or ""),
        place=str(row["place_id"] or ""),
        pay_best=row["pay_max"] or row["pay_min"] or 0,
        suits=frozenset(row["suits"] or ()),
        **{key: row[key] for key in ("pk", "uuid", "valid_until", "confirmed_on")},
        **{key: str(row[key] or "") for key in ("pay_form", "board", "lodging", "couples_room", "transport", "shifts")},
    )


@lru_cache(maxsize=50_000)
def spelled(text: str) -> str:
    """The pinyin and the initials of a text from each of its syllables on, each after a line break.

    "\\n" + what is typed occurs in it exactly when what is typed begins at a syllable.
    """
    syllables = [s.lower() for s in lazy_pinyin(text, style=Style.NORMAL)]
    tails = ["".join(syllables[at:]) for at in range(len(syllables))]
    heads = ["".join(s[:1] for s in syllables[at:]) for at in range(len(syllables))]
    return "\n" + "\n".join([*tails, *heads])
