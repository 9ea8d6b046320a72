"""The life of an imported workbook, and what may be said of one of its rows."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Status(TextChoices):
    """RECEIVED and APPLYING are worked on by a job, which takes up where a killed one stopped."""

    RECEIVED = "received", _("being read")
    COLUMNS = "columns", _("columns to be named")
    CHECKED = "checked", _("to be decided")
    APPLYING = "applying", _("being taken in")
    APPLIED = "applied", _("taken in")
    REFUSED = "refused", _("not readable")
    DISCARDED = "discarded", _("thrown away")


IMPORT = LifeCycle(
    Status,
    # The two that the reading job takes; no role holds them.
    Step("imports.check", (Status.RECEIVED,), Status.CHECKED, _("Checked")),
    Step("imports.ask_columns", (Status.RECEIVED,), Status.COLUMNS, _("Ask for the columns")),
    Step("imports.refuse", (Status.RECEIVED,), Status.REFUSED, _("Refuse the file")),
    Step("imports.finish", (Status.APPLYING,), Status.APPLIED, _("Finish")),
    # Those of the sender.
    Step("imports.map_columns", (Status.COLUMNS, Status.CHECKED), Status.RECEIVED, _("Read again with these columns")),
    Step("imports.apply", (Status.CHECKED, Status.APPLIED), Status.APPLYING, _("Take the chosen rows in"), tone="good"),
    Step(
        "imports.discard",
        (Status.COLUMNS, Status.CHECKED, Status.REFUSED),
        Status.DISCARDED,
        _("Throw away"),
        tone="danger",
    ),
)


class Fate(TextChoices):
    """What a row is to the register."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    SAME = "same", _("the same")
    DOUBTFUL = "doubtful", _("doubtful")
    WRONG = "wrong", _("wrong")


class Decision(TextChoices):
    """What the sender said of a row. Wrong rows and same rows are never taken."""

    OPEN = "open", _("not decided")
    TAKE = "take", _("take")
    LEAVE = "leave", _("leave out")


class Outcome(TextChoices):
    """What came of a row that was taken; "" while it waits."""

    WAITS = "", _("waits")
    APPLIED = "applied", _("taken in")
    REFUSED = "refused", _("refused")
