"""The cards of a village's households as one PDF, four to a sheet or as many as fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from gangqiao.kernel import clock
from gangqiao.kernel.typesetting import qr_code, set_pdf
from gangqiao.vacancies.models import Pack
from gangqiao.vacancies.reads import packs_texts as texts
from gangqiao.vacancies.reads.packs import ShownLine
from gangqiao.vacancies.reads.packs_cards import Card, CardPerson, cards_of

LAYOUT = Path(__file__).with_name("cards.typ")


def set_cards(pack: Pack, lines: list[ShownLine], *, everybody: bool, printed_by: str) -> tuple[bytes, list[UUID]]:
    """The PDF, and whom it shows. In the county's own language: the household reads it. Raises NotSet."""
    cards = cards_of(pack, lines, everybody=everybody)
    persons = [person.uuid for card in cards for person in card.people]
    with override(settings.LANGUAGE_CODE):
        return set_pdf(LAYOUT, _wish(pack, cards, printed_by)), persons


def _wish(pack: Pack, cards: list[Card], printed_by: str) -> dict[str, Any]:
    address = texts.address_of(pack)
    return {
        "title": texts.title_of(pack),
        "foot": _("Printed by %(name)s, %(day)s. Given to the household itself; what is left over is destroyed.")
        % {"name": printed_by, "day": date_format(clock.today())},
        "no_fee": texts.no_fee(),
        "qr": qr_code(address) if address else "",
        "words": {
            "jobs": _("Jobs"),
            "policies": _("Policies and services"),
            "none": _("Nothing of this month suits what was said. The village can look further: tell it your wish."),
            "nobody": _("Nobody here has said that they seek work. Say so to the village information officer."),
            "yes": _("interested"),
            "no": _("not interested"),
            "asks": _("has a question"),
        },
        "none": _("No household of this village has said that somebody seeks work."),
        "cards": [_card(card) for card in cards],
    }


def _card(card: Card) -> dict[str, Any]:
    return {
        "title": _("Household %(number)s") % {"number": card.number} + f"  {card.head}",
        "group": card.group,
        "people": [_person(person) for person in card.people],
        "leaflets": [
            {"kind": str(one.get_kind_display()), "title": one.title, "words": one.words, "phone": one.phone}
            for one in card.leaflets
        ],
    }


def _person(person: CardPerson) -> dict[str, Any]:
    return {
        "name": person.name,
        "jobs": [
            {
                "n": line.number,
                "title": line.posting.title,
                "where": f"{line.posting.employer_name} \u00b7 {texts.place_words(line.posting, line.reach)}",
                "pay": texts.pay_of(line.posting),
                "phone": line.posting.contact_phone,
                "more": " \u00b7 ".join(texts.own_of(line.posting)),
                "why": _(", ").join(why),
            }
            for line, why in person.jobs
        ],
    }
