"""The slip of a claim on A5, in the county's own language: what was decided, and why, in plain words."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.typesetting import qr_code, set_pdf
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads import slips as reads
from gangqiao.subsidies.reads.own import DAYS as OPEN_DAYS
from gangqiao.subsidies.showing.desks import desk_words

LAYOUT = Path(__file__).with_name("slip.typ")
SIGNS = {"met": "✓", "not_met": "✗", "missing": "?"}


def set_slip(claim: Claim, address: str) -> bytes:
    """The PDF of a slip. address: the whole address of the person's own page, for the QR code. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        return set_pdf(LAYOUT, wish_of(claim, address))


def wish_of(claim: Claim, address: str) -> dict[str, object]:
    """What the slip says, in the language of the moment."""
    one = reads.told(claim, reads.tail_of(claim))
    township, phone = reads.who_to_ask(claim)
    name = claim.person.name if claim.payee == "person" and claim.person_id else claim.payee_name
    return {
        "title": _("What was decided about your subsidy"),
        "name": name,
        "facts": [
            [_("Subsidy"), one.title],
            [pgettext("claim", "Number"), one.code],
            [_("State"), one.status],
            [_("Amount"), _("%(n)s yuan") % {"n": format_yuan(one.amount)}],
            *([[_("When"), days_words(one)]] if one.days else []),
            *([[pgettext("claim", "Waits at"), waits_words(one)]] if one.desk else []),
            *([[_("Paid to the card ending in"), f"**{one.tail}"]] if one.tail else []),
            *([[pgettext("claim", "Why not"), one.why]] if one.why else []),
        ],
        "rule-title": _("The rule, sentence by sentence"),
        "rule": [[SIGNS.get(verdict, "?"), words] for verdict, words in one.reasons],
        "rule-none": _("No sentence of the rule was recorded. Ask the township."),
        "ask-title": _("Whom to ask, and how to object"),
        "ask": [
            _("Ask at the employment service of %(place)s, telephone %(phone)s.")
            % {"place": township, "phone": phone or "12333"},
            _("You may object to anything on this slip there, also by telephone: it has no consequence for you."),
            _("The money is yours in full. Whoever asks you for a part of it is to be reported: 12333."),
        ],
        "qr": qr_code(address),
        "qr-words": _("Your own page: scan it to see how far your claims are. It opens for %(days)d days. Show it to"
                      " nobody.") % {"days": OPEN_DAYS},
        "foot": _("Printed on %(day)s. Code of what it says: %(code)s")
        % {"day": date_format(clock.today()), "code": one.check},
    }  # fmt: skip


def days_words(one: reads.Told) -> str:
    """What happened when, in one line."""
    labels = {
        "made": pgettext("day of a claim", "made"), "submitted": pgettext("day of a claim", "submitted"),
        "approved": pgettext("day of a claim", "approved"), "paid": pgettext("day of a claim", "paid"),
        "ended": pgettext("day of a claim", "ended"),
    }  # fmt: skip
    return "; ".join(f"{labels[key]} {date_format(day)}" for key, day in one.days)


def waits_words(one: reads.Told) -> str:
    """At which desk a claim waits, and until when."""
    if one.due_on is None:
        return str(desk_words(one.desk))
    return _("%(desk)s, by %(day)s") % {"desk": desk_words(one.desk), "day": date_format(one.due_on)}
