"""What else an open vacancy must be, beside fitting the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gangqiao.kernel.paths import upper_bound
from gangqiao.vacancies.search.documents import Document

YES = "yes"


@dataclass(frozen=True, slots=True)
class Filters:
    """Nothing set: everything passes. What a vacancy does not say is not there.

    place         key of a division: with work in it
    occupation    beginning of a code ("6-05"): of this class
    pay_at_least  fen; the best pay named, in the form `pay_form` (a month when that is not set)
    """

    place: str = ""
    occupation: str = ""
    couples: bool = False
    over_50: bool = False
    no_mandarin: bool = False
    with_lodging: bool = False
    free_lodging: bool = False
    free_board: bool = False
    transport: bool = False
    shifts: str = ""
    pay_form: str = ""
    pay_at_least: int = 0

    def passes(self, document: Document) -> bool:
        """True when the vacancy is all that is asked."""
        return all(rule(self, document) for rule in self.rules)

    @property
    def rules(self) -> list[Rule]:
        """The rules of the filters that are set."""
        return [rule for name, rule in RULES.items() if getattr(self, name)]


Rule = Callable[[Filters, Document], bool]
RULES: dict[str, Rule] = {
    "place": lambda f, d: f.place <= d.place < upper_bound(f.place),
    "occupation": lambda f, d: d.occupation.startswith(f.occupation),
    "couples": lambda f, d: "couples" in d.suits or d.couples_room == YES,
    "over_50": lambda f, d: "over_50" in d.suits,
    "no_mandarin": lambda f, d: "no_mandarin" in d.suits,
    "with_lodging": lambda f, d: d.lodging in ("free", "paid"),
    "free_lodging": lambda f, d: d.lodging == "free",
    "free_board": lambda f, d: d.board == "free",
    "transport": lambda f, d: d.transport == YES,
    "shifts": lambda f, d: d.shifts == f.shifts,
    "pay_form": lambda f, d: d.pay_form == f.pay_form,
    "pay_at_least": lambda f, d: d.pay_form == (f.pay_form or "month") and d.pay_best >= f.pay_at_least,
}
