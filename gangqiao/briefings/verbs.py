"""The verbs of briefings."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("briefings.view", _("See official papers"), reads=True),
    Verb("briefings.make", _("Make an official paper from the figures")),
    Verb("briefings.issue", _("Issue an official paper")),
    Verb("briefings.withdraw", _("Withdraw an official paper")),
)

declare_own_acts(
    {
        "briefings.finish": _("Finished an official paper"),
        "briefings.give_up": _("Could not make an official paper"),
    }
)
