"""What the rows of one group have in common, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gangqiao.imports.reads import Group
from gangqiao.imports.states import Fate

WITHOUT = {
    Fate.NEW: _("Nothing remarkable"),
    Fate.CHANGED: _("Nothing remarkable"),
    Fate.SAME: _("The register says the same"),
    Fate.DOUBTFUL: _("In doubt"),
    Fate.WRONG: _("Not readable"),
}
LABELS: dict[str, Any] = {}


def label_of(group: Group) -> str:
    """The reasons of a group as one line."""
    if not group.reasons:
        return str(WITHOUT[Fate(group.fate)])
    return gettext("; ").join(str(LABELS.get(code, code)) for code in group.reasons.split(","))
