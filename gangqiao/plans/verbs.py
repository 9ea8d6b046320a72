"""The verbs of the work plan."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("plans.view", _("See the work plan"), reads=True),
    Verb("plans.view_evidence", _("See the evidence of every unit"), reads=True),
    Verb("plans.load", _("Put a work plan into force")),
    Verb("plans.accept", _("Accept a task for the own unit")),
    Verb("plans.start", _("Begin a task of the own unit")),
    Verb("plans.show", _("Give evidence for a task of the own unit")),
    Verb("plans.report_done", _("Report a task of the own unit as done")),
    Verb("plans.verify", _("Verify a task of another unit")),
    Verb("plans.send_back", _("Send a task back to its unit")),
    Verb("plans.share", _("Share the targets out to the units")),
    Verb("plans.issue_shares", _("Issue the shares of the targets")),
    Verb("plans.drop_shares", _("Drop a draft of the shares")),
    Verb("plans.acknowledge_shares", _("Take note of the own unit's shares")),
)

declare_own_acts(
    {
        "plans.give": _("Gave a task to a unit"),
        "plans.change": _("Changed the day or the part of a unit's task"),
        "plans.supersede_shares": _("Replaced the shares by a newer version"),
        "plans.withdraw": _("Withdrew a task that the plan no longer holds"),
    }
)
