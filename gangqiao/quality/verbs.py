"""The verbs of data quality."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("quality.view", _("See data in doubt"), reads=True),
    Verb("quality.run", _("Check the whole county")),
    Verb("quality.send", _("Send data in doubt to the village")),
    Verb("quality.confirm", _("Say that data in doubt are wrong")),
    Verb("quality.refute", _("Say that data in doubt are right")),
    Verb("quality.mend", _("Say that data in doubt are mended")),
    Verb("quality.close", _("Close data in doubt")),
)

declare_own_acts(
    {
        "quality.find": _("Found data in doubt"),
        "quality.reopen": _("Found data in doubt again"),
    }
)
