"""The verbs of the ledgers."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(
    Verb("ledgers.view", _("See the ledgers"), reads=True),
    Verb("ledgers.choose_columns", _("Choose the columns of a ledger")),
)

# Written by the product itself into the log; no role holds them.
OWN_ACTS = {
    "ledgers.miss": _("Looked for a number nobody here has"),
    "ledgers.refuse_to_find": _("Too many numbers nobody here has"),
}
