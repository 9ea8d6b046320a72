"""The verbs of the warnings."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("warnings.view", _("See warnings and forecasts"), reads=True),
    Verb("warnings.view_urges", _("See the urgings of every unit"), reads=True),
    Verb("warnings.urge", _("Urge a unit")),
    Verb("warnings.accept_answer", _("Accept a unit's answer")),
    Verb("warnings.send_again", _("Send an urging again")),
    Verb("warnings.withdraw", _("Withdraw an urging")),
    Verb("warnings.receive", _("Confirm for the own unit that an urging was received")),
    Verb("warnings.answer", _("Answer an urging for the own unit")),
)

declare_own_acts(
    {
        "warnings.escalate": _("An urging nobody answered went one level up"),
        "warnings.lapse": _("An urging lapsed because its matter is settled"),
    }
)
