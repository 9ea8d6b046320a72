"""What speaks for one person and what against, in words. Built from levels alone: no value of a person is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gangqiao.duplicates.models import Pair
from gangqiao.duplicates.policy.weights import get_weights

RARE_BITS = 13.0  # of an equal name: fewer than one in 10,000 bears it
STRONG_BITS, CLEAR_BITS, SLIGHT_BITS = 6.0, 2.0, 0.3

RARE_NAME = _("The same name, a rare one here")
WORDS: dict[tuple[str, str], Any] = {
    ("name", "equal"): _("The same name"),
    ("name", "homophone"): _("Names that sound the same"),
    ("name", "near"): _("Names that differ in one character"),
    ("name", "surname"): _("Short names with the surname in common"),
    ("name", "other"): _("Different names"),
    ("birth", "equal"): _("The same date of birth"),
    ("birth", "swapped"): _("Dates of birth with digits swapped"),
    ("birth", "one_digit"): _("Dates of birth that differ in one digit"),
    ("birth", "close"): _("Dates of birth a few weeks apart, as the lunar and the solar calendar are"),
    ("birth", "same_year"): _("The same year of birth, another day"),
    ("birth", "other"): _("Different dates of birth"),
    ("birth", "unknown"): _("No date of birth on one side"),
    ("sex", "equal"): _("The same sex"),
    ("sex", "other"): _("Different sex"),
    ("id", "birth_part"): _("ID numbers that differ only in the birthday"),
    ("id", "county_part"): _("ID numbers that differ only in the code of the county"),
    ("id", "order_digit"): _("ID numbers that differ in one digit after the birthday"),
    ("id", "order_part"): _("ID numbers that differ in the digits after the birthday"),
    ("id", "typing"): _("ID numbers two slips of the hand apart"),
    ("id", "far"): _("ID numbers that have little in common"),
    ("id", "one_missing"): _("One of the two has no ID number"),
    ("id", "both_missing"): _("Neither has an ID number"),
    ("phone", "equal"): _("The same phone"),
    ("phone", "other"): _("Different phones"),
    ("place", "household"): _("The same household"),
    ("place", "group"): _("The same villagers' group"),
    ("place", "village"): _("The same village"),
    ("place", "township"): _("The same township"),
    ("place", "elsewhere"): _("Different townships"),
    ("relatives", "two"): _("Several relatives of the same names in both households"),
    ("relatives", "one"): _("A relative of the same name in both households"),
    ("relatives", "no_one"): _("No relative of the same name"),
    ("ethnicity", "equal"): _("The same ethnic group"),
    ("ethnicity", "other"): _("Different ethnic groups"),
    ("education", "equal"): _("The same education"),
    ("education", "other"): _("Different education"),
}
STRENGTHS = ((STRONG_BITS, _("strongly")), (CLEAR_BITS, _("clearly")), (0.0, _("slightly")))


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words; `bits` above 0 speak for one person. `strength`: strongly, clearly, slightly."""

    field: str
    words: Any
    bits: float

    @property
    def strength(self) -> Any:
        return next(word for least, word in STRENGTHS if abs(self.bits) >= least)

    @property
    def is_for(self) -> bool:
        return self.bits > 0


def reasons_in_words(pair: Pair) -> list[Reason]:
    """What has a say, strongest first."""
    told = [
        Reason(field, RARE_NAME if (field, level) == ("name", "equal") and bits >= RARE_BITS else words, bits)
        for field, level, bits in pair.reasons
        if (words := WORDS.get((field, level))) is not None and abs(bits) >= SLIGHT_BITS
    ]
    return sorted(told, key=lambda reason: -abs(reason.bits))


def strength_of(pair: Pair) -> tuple[str, Any]:
    """Tone and word for how sure the search is."""
    if pair.score >= get_weights().strong:
        return "bad", _("almost certain")
    return "warn", _("probable")
