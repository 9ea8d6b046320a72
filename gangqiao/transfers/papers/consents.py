"""The slips on which a person confirms to travel of the own will: plain words, two to a page, for signature."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.transfers.papers.promises import joined, promised, shared
from gangqiao.transfers.papers.setting import Stamp, common_words, moment, route_words, typeset, word, words
from gangqiao.transfers.policy.papers import NUMBERS
from gangqiao.transfers.policy.registering import consent_text, find_consent_text
from gangqiao.transfers.reads.papers import Sheaf, Traveller


def title() -> str:
    return pgettext("paper", "I travel of my own will")


def set_consents(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The PDF: a slip for each person. Raises NotSet."""
    return typeset(
        "consents", sheaf, stamp, title(), {"words": _words(), "slips": [_slip(sheaf, p) for p in sheaf.people]}
    )


def _words() -> dict[str, Any]:
    return {
        **common_words(),
        "may_leave_open": _("Who does not want to go does not sign and need not say why. It has no consequence."),
        "signatures": words("signature", "read_by", "day"),
        "none": _("Nobody is on the list yet."),
    }


def _slip(sheaf: Sheaf, one: Traveller) -> dict[str, Any]:
    batch = sheaf.batch
    return {
        "facts": [
            (word("name"), one.name),
            (word("village"), one.village),
            (word("id"), one.id_masked),
            (word("phone"), one.phone),
            (word("employer"), one.employer),
            (word("leaves"), moment(batch.departs_at)),
        ],
        "points": [*_points(sheaf, one)],
        "recorded": _recorded(one),
    }


def _points(sheaf: Sheaf, one: Traveller) -> list[tuple[str, str]]:
    day = clock.today()
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    text = find_consent_text(one.passenger.consent_text) or consent_text(day)
    return [
        (_("What I agree to. "), text.words[language] % {"employer": one.employer}),
        (_("No fee. "), _("Nobody may take a deposit, a fee or my ID card, neither the organiser nor the employer.")),
        (_("Free to leave. "), _("I may stay at home, get off, or leave the post, as the labour law has it.")),
        (_("What was promised. "), promised(sheaf, one) or "________________________________________"),
        (_("The way. "), f"{route_words(sheaf)}"),
        (_("Who learns what. "), shared(sheaf, one) + pgettext("paper", ".")),
        (_("Help. "), _help(sheaf)),
    ]


def _help(sheaf: Sheaf) -> str:
    lines = [_("help line %(phone)s") % {"phone": NUMBERS.on(clock.today()).help_line}]
    if sheaf.plan and sheaf.plan.sending_phone:
        lines.append(f"{sheaf.plan.sending_contact} {sheaf.plan.sending_phone}".strip())
    if sheaf.station:
        lines.append(f"{sheaf.station.name} {sheaf.station.phone}")
    return joined(lines)


def _recorded(one: Traveller) -> str:
    row = one.passenger
    if row.consent_on is None:
        return ""
    said = (date_format(row.consent_on), row.get_consent_way_display(), row.consent_by)
    return _("Consent is recorded: %(how)s.") % {"how": _(", ").join(str(word) for word in said if word)}
