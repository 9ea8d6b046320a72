"""What was promised to one person and what becomes of the own data, in plain words: on the consent and on the slip."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.transfers.papers.setting import word
from gangqiao.transfers.reads.papers import Sheaf, Traveller
from gangqiao.vacancies.attributes import VACANCY

PROMISED = ("hours", "shifts", "board", "lodging", "insurance", "contract", "trial_days")


def joined(parts: list[str]) -> str:
    """Parts of one sentence."""
    return pgettext("paper", "; ").join(parts)


def promised(sheaf: Sheaf, one: Traveller) -> str:
    """Post, pay and what goes with it, in one sentence; what the post does not say is taken from the plan."""
    found = [one.title] if one.title else []
    posting = one.posting
    if posting is not None:
        found.append(_("pay: %(pay)s") % {"pay": posting.pay_words or _("to be asked for")})
        said = ((VACANCY[key].label, posting.words(key)) for key in PROMISED)
        found += [f"{label} {words}" for label, words in said if words]
    elif one.passenger.spell_id:
        found.append(_("the post held before, on the terms agreed with the employer"))
    plan = sheaf.plan
    if plan:
        given = ((_("lodging"), plan.housing if posting is None or not posting.lodging else ""),
                 (word("insurance"), plan.insurance))  # fmt: skip
        found += [f"{label} {words}" for label, words in given if words]
    return joined(found)


def shared(sheaf: Sheaf, one: Traveller) -> str:
    """Who learns what of the person for this journey."""
    found = [_("the escort and the organising office: name, phone, seat")]
    if sheaf.batch.gates.get("health"):
        found.append(_("the health office: name and phone, for the check; what it finds only the health office reads"))
    found.append(_("the insurer of the journey: name and ID number, through a list that two people approve"))
    if one.is_named:
        found.append(_("the employer: name and phone, because you agreed"))
    else:
        found.append(_("the employer: that somebody comes, not who, until you agree"))
    return joined(found)
