"""The verbs of the figures."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(Verb("indicators.view", _("See figures and targets"), reads=True))
