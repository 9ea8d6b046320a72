"""The verbs of phones."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare_own_acts({"sync.begin_epoch": _("Began a new epoch after a restore")})
declare(
    Verb("sync.carry", _("Carry villages on an own phone and bring answers back")),
    Verb("sync.settle", _("Settle what phones brought and was not taken in")),
    Verb("sync.view_phones", _("See which phones carry villages"), reads=True),
    Verb("sync.revoke", _("Revoke a phone")),
)
