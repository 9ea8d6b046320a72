"""The verbs of the work plan."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(Verb("plans.view", _("See the work plan"), reads=True))
