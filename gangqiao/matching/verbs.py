"""The verbs of matching: recommendations, referrals, allocations."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("matching.view", _("See which vacancies suit a person, and why"), reads=True),
)

# Referrals. What an employer's unit holds reaches those who agreed to be named to it, and nobody else.
declare(
    Verb("matching.view_referrals", _("See referrals"), reads=True),
    Verb("matching.view_introduced", _("See who was introduced to the own unit"), reads=True, for_units=True),
    Verb("matching.suggest", _("Suggest a vacancy for a person")),
    Verb("matching.offer", _("Offer a vacancy to a person")),
    # The same words: a person's file shows that somebody was asked, and not to everybody what was said.
    Verb("matching.accept", _("Record what a person says to a vacancy")),
    Verb("matching.decline", _("Record what a person says to a vacancy")),
    Verb("matching.take_consent", _("Record that a person agrees to be named to an employer")),
    Verb("matching.withdraw_consent", _("Record that a person no longer agrees to be named")),
    Verb("matching.introduce", _("Introduce a person to an employer")),
    Verb("matching.hire", pgettext_lazy("referral", "Record that a person was hired"), for_units=True),
    Verb("matching.refuse", _("Record that a person was not hired"), for_units=True),
    Verb("matching.report", _("Record that a person referred has started work")),
    Verb("matching.take_back", _("Record that a person hired never started")),
    Verb("matching.retain", _("Record that a person referred is still at work")),
    Verb("matching.leave", _("Record that a person referred has left")),
    Verb("matching.withdraw", _("Withdraw a referral")),
)

# Allocations: the city proposes, villages offer or drop; nothing is ordered.
declare(
    Verb("matching.view_allocations", _("See allocations"), reads=True),
    Verb("matching.view_pictures", _("See the pictures of matching"), reads=True),
    Verb("matching.plan_allocation", _("Prepare an allocation")),
    Verb("matching.run_allocation", _("Have an allocation computed")),
    Verb("matching.cancel_allocation", _("Stop the computing of an allocation")),
    Verb("matching.propose_allocation", _("Send an allocation to the village officers as proposals")),
    Verb("matching.drop_allocation", _("Drop an allocation")),
)

declare_own_acts(
    {
        "matching.recommend": _("Made the recommendations"),
        "matching.finish_allocation": _("Computed an allocation"),
        "matching.fail_allocation": _("Could not compute an allocation"),
        "matching.expire": _("An offer expired without an answer"),
        "matching.answer_by_link": _("Somebody answered for an employer by its link"),
        "matching.close_elsewhere": _("A referral ended, because the person was hired elsewhere"),
    }
)
