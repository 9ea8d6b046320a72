"""The verbs of exports."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("exports.view", _("See exported workbooks"), reads=True),
    Verb("exports.ask", _("Ask for an export")),
    Verb("exports.ask_sensitive", _("Ask for an export with sensitive columns")),
    Verb("exports.approve", _("Approve an export of another"), step_up=True),
    Verb("exports.refuse", _("Refuse an export of another")),
    Verb("exports.download", _("Fetch an exported workbook")),
    Verb("exports.print", _("Print the ledger of a group"), reads=True),
)

declare_own_acts(
    {
        "exports.ask_again": _("Asked for an export once more"),
        "exports.take_out": _("Took persons out with an export"),
        "exports.make": _("Made an export"),
        "exports.fail": _("Could not make an export"),
        "exports.expire": _("Deleted an export after its time"),
    }
)
