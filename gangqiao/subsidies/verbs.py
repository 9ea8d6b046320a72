"""The verbs of the subsidies."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(
    Verb("subsidies.view", _("See the rules of subsidies"), reads=True),
    Verb("subsidies.view_entitled", _("See who is entitled to which subsidy, and why"), reads=True),
)
