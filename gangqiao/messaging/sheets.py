"""The sheet of notices that go by hand as one PDF, set by Typst with the font that is shipped: no network."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext, override, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.messaging import templates
from gangqiao.messaging.models import Message
from gangqiao.messaging.reads.paper import village_of
from gangqiao.messaging.writing import as_written
from gangqiao.places.models import Division

LAYOUT = Path(__file__).parent / "sheet.typ"


def set_sheet(rows: Iterable[Message], *, printed_by: str) -> bytes:
    """The PDF of these notices, which come in order of their areas; each village begins a page. Raises NotSet.

    In the county's language: whoever gets a notice reads that.
    """
    with override(settings.LANGUAGE_CODE):
        wish = {"words": _words(printed_by), "villages": _villages(list(rows))}
    return set_pdf(LAYOUT, wish)


def _words(printed_by: str) -> dict[str, str]:
    return {
        "title": gettext("Notices to be handed over"),
        "how": gettext("Cut along the lines. The lower part is handed over, the upper part with the signature stays."),
        "foot": gettext("Printed by %(name)s, %(day)s") % {"name": printed_by, "day": clock.today().isoformat()},
        "to": pgettext("notice", "For"),
        "signature": gettext("Received by (signature)"),
        "on": gettext("on the day"),
        "until": gettext("holds until"),
        "nobody": gettext("the household concerned"),
    }


def _villages(rows: list[Message]) -> list[dict[str, object]]:
    groups = [(key, list(found)) for key, found in groupby(rows, key=lambda row: village_of(row.area_id))]
    names = Division.objects.in_bulk([key for key, _found in groups])
    return [{"name": names[key].name, "notices": [_notice(row) for row in found]} for key, found in groups]


def _notice(row: Message) -> dict[str, str]:
    template = templates.find(row.kind)
    return {
        "label": str(template.label) if template else row.kind,
        "recipient": row.recipient or "",
        "place": row.area.name,
        "words": template.say(row.values) if template else "",
        "why": gettext("Why by hand: %(why)s") % {"why": row.says} if row.says else "",
        "until": as_written(clock.day_of(row.expires_at).isoformat(), "day"),
    }
