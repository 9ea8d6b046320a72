"""The verbs of phones."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(
    Verb("sync.carry", _("Carry villages on an own phone and bring answers back")),
    Verb("sync.view_phones", _("See which phones carry villages"), reads=True),
    Verb("sync.revoke", _("Revoke a phone")),
)
