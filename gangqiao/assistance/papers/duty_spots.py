"""The list of spot-checks that are to be made, to be filled in on the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.assistance.actions.spots import RESULTS
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import SpotCheck
from gangqiao.assistance.papers.duty_setting import mark_of
from gangqiao.assistance.showing import spots as showing
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.typesetting import set_pdf

LAYOUT = Path(__file__).with_name("duty_spots.typ")


def spots_pdf(checks: Sequence[SpotCheck], kind: str, actor: Actor) -> bytes:
    """The list on A4, lying. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        rows = showing.rows(checks, actor)
        wish = {
            "title": _("Spot-checks of public posts") + f" · {showing.kind_words(kind)}",
            "columns": [
                pgettext("monthly sheet", "No."), pgettext("monthly sheet", "Name"), _("Village and post"),
                _("Place and hours of duty"), _("Phone"), _("Found (tick one)"), _("In words"), _("Day and checker"),
            ],
            "rows": [
                [str(n), one["name"], f"{one['place']} {one['post']}", f"{one['duty_place']} {one['hours']}".strip(),
                 one["phone"], "  ".join(f"□{LISTS['spot_result'].word(code)}" for code in RESULTS[kind]), "", ""]
                for n, one in enumerate(rows, start=1)
            ],
            "none": _("Nobody is to be checked."),
            "mark": mark_of(actor),
        }  # fmt: skip
        return set_pdf(LAYOUT, wish)
