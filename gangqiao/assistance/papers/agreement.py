"""The agreement of one holder, printed from the record (Shouxian: nature, content, hours, place, pay, assessment).

The ID number is written by hand at the signing: it stands in no file that could be passed on.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Holder
from gangqiao.assistance.papers.announcement import set_paper
from gangqiao.assistance.showing.posts import pay_words
from gangqiao.kernel.actor import Actor
from gangqiao.people.reads.masking import place_name


def set_agreement(holder: Holder, name: str, actor: Actor) -> bytes:
    """The PDF of an agreement; what is not recorded yet is left to be written. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        wish = {
            "title": _("Agreement on a rural public post"),
            "parties": [
                (_("Party A (village)"), place_name(str(holder.post.area_id))),
                (_("Party B (name)"), name),
                (_("Number of the agreement"), holder.agreement_no),
                (_("ID number of party B"), ""),
            ],
            "articles": _articles(holder),
            "signatures": [_("Party A (seal)"), _("Party B (signature)"), _("Day"), _("Day")],
        }
        return set_paper("agreement", holder.post, actor, wish)


def _articles(holder: Holder) -> list[tuple[str, str]]:
    post, quota = holder.post, holder.post.quota
    line = "____________"
    days = {
        "first": date_format(holder.begins_on) if holder.begins_on else line,
        "last": date_format(holder.ends_on) if holder.ends_on else line,
        "months": post.months,
    }
    fund = {"pay": pay_words(post), "required": holder.required_days, "fund": LISTS["fund_line"].word(quota.fund_line)}
    insured = {
        "number": holder.insurance_no or line,
        "until": date_format(holder.insured_until) if holder.insured_until else line,
    }
    return [
        (_("Nature of the post"), _("A rural public post (%(kind)s). It is help for a time and no permanent work.")
         % {"kind": LISTS["post_kind"].word(quota.kind)}),
        (_("Duties"), post.duties),
        (_("Where the duty is done"), post.place or line),
        (_("Hours of duty"), post.hours or line),
        (_("Term"), _("From %(first)s to %(last)s, %(months)d months at most.") % days),
        (_("Pay"), _("%(pay)s for %(required)d days of duty; for fewer days in proportion. Paid out of: %(fund)s."
                     " It goes to the own card of party B; nobody may ask for any of it back.") % fund),
        (_("Assessment"), _("Party A keeps the days of duty and publishes them each month. Party B does the duty in"
                            " person: nobody stands in. Who works elsewhere for long or stays away leaves the post.")),
        (_("Insurance"), _("Accident insurance number %(number)s, until %(until)s, paid by party A.") % insured),
        (_("End"), _("Party B may leave at any time and needs no reason. The post ends with the term, with work"
                     " elsewhere, beyond the age, or when it is closed.")),
    ]  # fmt: skip
