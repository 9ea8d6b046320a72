"""The verbs of other phone apps."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(
    Verb("openrosa.collect", _("Survey with another phone app (ODK Collect)")),
    Verb("openrosa.view", _("See which other phone apps are connected"), reads=True),
    Verb("openrosa.connect", _("Connect or disconnect another phone app")),
)
