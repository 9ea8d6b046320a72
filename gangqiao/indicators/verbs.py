"""The verbs of the figures."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(Verb("indicators.view", _("See figures and targets"), reads=True))
declare(Verb("indicators.take", _("Take a snapshot of the figures")))
declare(Verb("indicators.publish", _("Publish a snapshot of the figures")))
declare(Verb("indicators.supersede", _("Replace a published snapshot by its correction")))

declare_own_acts(
    {
        "indicators.ask": _("Asked for a snapshot of the figures"),
        "indicators.finish_taking": _("Finished a snapshot that was asked for"),
        "indicators.give_up_taking": _("Could not take a snapshot that was asked for"),
    }
)
