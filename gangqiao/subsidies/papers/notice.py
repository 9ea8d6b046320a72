"""A public notice to be put up: A4 and workbook, made of the masked lines of `notice_masking` alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.assistance.papers.duty_setting import mark_of, workbook
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.people.reads.masking import place_name
from gangqiao.subsidies.models import Notice, NoticeLine
from gangqiao.subsidies.papers.notice_masking import columns, public_lines
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.notices import code_of
from gangqiao.subsidies.showing.rules import said

LAYOUT = Path(__file__).with_name("notice.typ")


def notice_pdf(notice: Notice, lines: Sequence[NoticeLine], actor: Actor) -> bytes:
    """The sheet for the board, on A4 lying. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        return set_pdf(LAYOUT, {**notice_of(notice, lines), "mark": mark_of(actor)})


def notice_xlsx(notice: Notice, lines: Sequence[NoticeLine], actor: Actor) -> bytes:
    """The same as a workbook."""
    with override(settings.LANGUAGE_CODE):
        told = notice_of(notice, lines)
        above = [told["sub"], *told["foot"], told["words"]]
        return workbook(told["title"], above, told["columns"], told["rows"], [told["code"]], mark_of(actor))


def notice_of(notice: Notice, lines: Sequence[NoticeLine]) -> dict[str, Any]:
    """What the notice says, in the language of the moment: on every page and paper alike.

    lines  those that stand on it; their numbers stay when another goes off
    """
    return {
        "title": _("Publicity of subsidies"),
        "sub": f"{place_name(str(notice.area_id))} · {title_of(notice)}",
        "words": _("Whoever knows that something here is wrong says so, also without a name."),
        "columns": columns(),
        "rows": [one.cells for one in public_lines(lines)],
        "foot": [period_of(notice), _("Telephone for objections: %(phone)s") % {"phone": notice.phone}],
        "code": _("Notice %(number)s, code of what it says: %(code)s")
        % {"number": notice.number, "code": code_of(notice) or "—"},
    }


def title_of(notice: Notice) -> str:
    """What the subsidy is called, with the level that publishes it."""
    rule = book_on(notice.first or notice.drafted_on).rules.get(notice.programme)
    stage = {
        "village": pgettext("public notice", "publicity in the village"),
        "city": pgettext("public notice", "publicity by the city"),
    }  # fmt: skip
    return f"{said(rule.title) if rule is not None else notice.programme} · {stage[notice.stage]}"


def period_of(notice: Notice) -> str:
    """From when until when it stays up."""
    if notice.first is None or notice.last is None:
        return _("Not published yet.")
    days = {"first": date_format(notice.first), "last": date_format(notice.last)}
    return _("Published from %(first)s to %(last)s, both days counted.") % days
