"""The verbs of exports."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(
    Verb("exports.view", _("See exported workbooks"), reads=True),
    Verb("exports.ask", _("Ask for an export")),
    Verb("exports.ask_sensitive", _("Ask for an export with sensitive columns")),
    Verb("exports.approve", _("Approve an export of another")),
    Verb("exports.refuse", _("Refuse an export of another")),
    Verb("exports.download", _("Fetch an exported workbook")),
    Verb("exports.print", _("Print the ledger of a group"), reads=True),
)
