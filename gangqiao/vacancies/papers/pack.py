"""The papers of a village: the notice for the board (A4 and A3, large type) and the sheet for the loudspeaker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from gangqiao.kernel import clock
from gangqiao.kernel.typesetting import qr_code, set_pdf
from gangqiao.vacancies.models import Leaflet, Pack
from gangqiao.vacancies.papers.spelling import spelt
from gangqiao.vacancies.reads import packs_texts as texts
from gangqiao.vacancies.reads.packs import ShownLine, closed_since, leaflets_for, leaflets_on

LAYOUT = Path(__file__).with_name("pack.typ")
NAMED_CLOSED = 8  # of what closed since the last release; more would push the new ones off the sheet


def set_pack(pack: Pack, lines: list[ShownLine]) -> bytes:
    """The PDF of a pack as it stands now, in the county's own language: villagers read it. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        return set_pdf(LAYOUT, _wish(pack, lines))


def _wish(pack: Pack, lines: list[ShownLine]) -> dict[str, Any]:
    leaflets = leaflets_for(leaflets_on(clock.today()), ())
    address = texts.address_of(pack)
    closed = [line for line in lines if not line.is_open]
    before = closed_since(pack)[:NAMED_CLOSED]
    spoken = texts.loudspeaker(pack, lines, [leaflet.title for leaflet in leaflets])
    return {
        "title": texts.title_of(pack),
        "lead": _("Chosen for this village by the county's employment service. As of %(day)s.")
        % {"day": date_format(clock.today())},
        "no_fee": texts.no_fee(),
        "lines": [_line(line) for line in lines if line.is_open],
        "closed_title": _("No longer open"),
        "closed": [_name(line) for line in (*closed, *before)],
        "leaflets": [_leaflet(one) for one in leaflets],
        "qr": qr_code(address) if address else "",
        "qr_words": _("The same on the phone, always as it is now"),
        "ask": _("Questions: to the village information officer."),
        "none": _("No job of this release suits anybody who said that they seek work here."),
        "speaker_title": _("To be read aloud"),
        "speaker_lead": _("Slowly, and twice. Pinyin stands above what is rare or read otherwise than usually."),
        "speaker": [[{"text": run.text, "pinyin": run.pinyin} for run in spelt(one)] for one in spoken],
    }


def _line(line: ShownLine) -> dict[str, Any]:
    one = line.posting
    return {
        "n": line.number,
        "title": one.title,
        "employer": one.employer_name,
        "place": texts.place_words(one, line.reach),
        "far": str(line.distance),
        "pay": texts.pay_of(one),
        "seats": texts.seats_words(one),
        "facts": " \u00b7 ".join(texts.conditions(one)),
        "phone": one.contact_phone,
        "until": _("until %(day)s") % {"day": date_format(one.valid_until)},
    }


def _name(line: ShownLine) -> str:
    return f"{line.posting.title} \u00b7 {line.posting.employer_name} ({line.struck})"


def _leaflet(leaflet: Leaflet) -> dict[str, str]:
    return {"kind": str(leaflet.get_kind_display()), "title": leaflet.title, "words": leaflet.words,
            "phone": leaflet.phone, "document": leaflet.document or _("not confirmed by a document yet")}  # fmt: skip
