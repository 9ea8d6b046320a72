"""The verbs of the log."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("audit.view", _("Read the log"), reads=True),
    Verb("audit.verify", _("Verify the log"), reads=True),
)

declare_own_acts({"audit.nightly": _("Began the work of the night")})
