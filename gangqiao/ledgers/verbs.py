"""The verbs of the ledgers."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("ledgers.view", _("See the ledgers"), reads=True),
    Verb("ledgers.choose_columns", _("Choose the columns of a ledger")),
)

declare_own_acts(
    {
        "ledgers.miss": _("Looked for a number nobody here has"),
        "ledgers.refuse_to_find": _("Too many numbers nobody here has"),
    }
)
