"""The verbs of matching: recommendations, referrals, allocations."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(
    Verb("matching.view", _("See which vacancies suit a person, and why"), reads=True),
)
