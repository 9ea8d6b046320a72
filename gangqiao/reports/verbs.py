"""The verbs of reports."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("reports.view", _("See taught layouts"), reads=True),
    Verb("reports.teach", _("Teach a layout")),
    Verb("reports.adopt", _("Put a taught layout into use")),
    Verb("reports.fill", _("Fill a taught layout")),
    Verb("reports.reconcile", _("Reconcile two figures"), reads=True),
)

declare_own_acts(
    {
        "reports.finish": _("Finished a filled workbook or a comparison"),
        "reports.give_up": _("Could not make a filled workbook or a comparison"),
    }
)
