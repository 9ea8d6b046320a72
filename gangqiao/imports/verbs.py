"""The verbs of imports."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("imports.view", _("See imported workbooks"), reads=True),
    Verb("imports.upload", _("Bring a workbook in")),
    Verb("imports.map_columns", _("Say what the columns of a workbook are")),
    Verb("imports.decide", _("Choose which rows of a workbook are taken")),
    Verb("imports.apply", _("Take the chosen rows into the register")),
    Verb("imports.discard", _("Throw an imported workbook away")),
)

declare_own_acts(
    {
        "imports.check": _("Checked a workbook"),
        "imports.ask_columns": _("Could not name the columns of a workbook"),
        "imports.refuse": _("Refused a workbook"),
        "imports.forget": _("Emptied an old workbook"),
        "imports.finish": _("Took a workbook in"),
    }
)
