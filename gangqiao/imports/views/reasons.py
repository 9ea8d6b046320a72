"""What the rows of one group have in common, in words."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from gangqiao.imports.codes import REASONS
from gangqiao.imports.reads import Group
from gangqiao.imports.states import Fate

WITHOUT = {
    Fate.NEW: _("Nothing remarkable"),
    Fate.CHANGED: _("Nothing remarkable"),
    Fate.SAME: _("The register says the same"),
    Fate.DOUBTFUL: _("In doubt"),
    Fate.WRONG: _("Not readable"),
}
OTHER = _("Another remark: see the rows")


def label_of(group: Group) -> str:
    """The reasons of a group as one line."""
    if not group.reasons:
        return str(WITHOUT[Fate(group.fate)])
    said = dict.fromkeys(str(REASONS.get(code, OTHER)) for code in group.reasons.split(","))
    return capfirst(pgettext("between parts of a sentence", "; ").join(said))
