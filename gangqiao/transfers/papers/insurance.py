"""The list for the insurer of the journey, with masked numbers: a PDF to sign and a workbook to work on."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.transfers.papers.setting import Stamp, common_words, moment, sums_words, typeset, word, words
from gangqiao.transfers.reads.papers import Sheaf, Traveller


def title() -> str:
    return pgettext("paper", "List for the insurance of the journey")


def headings() -> list[str]:
    return words("number", "name", "sex", "age", "id", "phone", "vehicle")


def set_insurance(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The PDF of everybody on the list. Raises NotSet."""
    plan = sheaf.plan
    wish = {
        "columns": headings(),
        "rows": rows_of(sheaf),
        "total": sums_words(sheaf.people),
        "facts": [
            (word("leaves"), moment(sheaf.batch.departs_at)),
            (word("arrives"), moment(sheaf.batch.arrives_at)),
            (word("to"), sheaf.destination),
            (word("insurance"), plan.insurance if plan else ""),
        ],
        "words": {
            **common_words(),
            "none": _("Nobody is on the list yet."),
            "masked": _(
                "The ID numbers are masked. The insurer gets the list with whole numbers as an approved export."
            ),
            "signatures": words("made_by", "checked_by", "day"),
        },
    }
    return typeset("insurance", sheaf, stamp, title(), wish)


def rows_of(sheaf: Sheaf) -> list[list[str]]:
    """A line for each person, numbers masked."""
    return [_row(sheaf, n, one) for n, one in enumerate(sheaf.people, start=1)]


def _row(sheaf: Sheaf, n: int, one: Traveller) -> list[str]:
    age = "" if one.age is None else str(one.age)
    return [str(n), one.name, one.sex, age, one.id_masked, one.phone, plate_of(sheaf, one)]


def plate_of(sheaf: Sheaf, one: Traveller) -> str:
    """The plate of the vehicle a person travels in; "" while there is none."""
    return next((vehicle.plate for vehicle in sheaf.vehicles if vehicle.trip.pk == one.trip), "")
