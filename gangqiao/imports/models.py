"""An imported workbook and its rows: the ledger by which a killed import goes on and a second one changes nothing."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import User
from gangqiao.imports import states
from gangqiao.imports.rows import say_refusal
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within


class Import(ScopedModel):
    """One workbook brought in by one sender. `area` is the sender's area: colleagues of the area see it, too.

    file       where the sealed bytes are kept (kernel.files); "" once they are gone
    digest     keyed digest of the content: the same file is known again
    layout     what was understood of the sheets: [{sheet, hidden, header_lines, columns: [...], skipped: [...]}, ...]
    figures    counts by fate and reason, for the page; from the rows, never by hand
    seen/total rows worked on by the present job and rows there are; null: not known yet
    fault      why the file is refused, as `rows.keep_refusal` keeps it; "" when it is not
    """

    LIFE_CYCLE = states.IMPORT

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(max_length=12, choices=states.Status, default=states.Status.RECEIVED)
    sender = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(_("File"), max_length=200)
    size = models.BigIntegerField(_("Size"))
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=80, db_default="", default="")
    layout = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    seen = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    fault = models.TextField(default="", db_default="")
    received_at = models.DateTimeField(default=clock.now)
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("import")
        indexes = [
            models.Index(fields=["area", "-id"], name="import_of_area"),
            models.Index(fields=["digest"], name="import_by_digest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def why(self) -> str:
        """Why the file is refused, in the reader's language; "" when it is not."""
        return say_refusal(self.fault)


class Row(ScopedModel):
    """One line of a workbook that speaks of a person. It is the ledger of the import: `outcome` is set in the same
    transaction in which its acts are done, so a row is done once, whatever is killed.

    sheet, line  where it stands: number of the sheet in `Import.layout` from 0, line of the sheet from 1
    reasons      codes of what is remarkable about it, sorted and joined by commas: the rows of one group share them
    person       key of the person on the register; null for a newcomer
    revision     of that person when the row was checked: another's change since then is told, never overwritten
    payload      sealed JSON, see `imports.rows.Payload`; "" for rows that are the same
    is_idle      nothing would be done if it were taken: a doubt that can only be mended in the file
    said         why it was refused when it was applied: sentences as `rows.keep_refusal` keeps them
    """

    uuid = models.UUIDField(default=uuid4, editable=False)
    source = Within(Import, models.CASCADE, related_name="rows", db_index=False)
    sheet = models.SmallIntegerField(default=0)
    line = models.IntegerField()
    fate = models.CharField(max_length=10, choices=states.Fate)
    reasons = models.CharField(max_length=200, db_default="", default="")
    decision = models.CharField(max_length=6, choices=states.Decision, default=states.Decision.OPEN)
    outcome = models.CharField(max_length=8, choices=states.Outcome, db_default="", default="")
    person = models.BigIntegerField(null=True)
    revision = models.IntegerField(null=True)
    payload = EncryptedTextField(null=True, blank=True)
    is_idle = models.BooleanField(db_default=False, default=False)
    said = models.TextField(db_default="", default="")

    class Meta(ScopedModel.Meta):
        verbose_name = _("row of an import")
        constraints = [
            models.UniqueConstraint(fields=["source", "sheet", "line"], name="a_line_is_read_once"),
            models.CheckConstraint(
                condition=~models.Q(fate="wrong") | ~models.Q(decision="take"), name="a_wrong_row_is_never_taken"
            ),
        ]
        indexes = [
            # Both hold everything their questions ask, the scope's area too: the sealed rows themselves are not touched
            # to count or to page through 200,000 of them.
            models.Index(fields=["source", "fate", "sheet", "line", "reasons", "area"], name="row_by_fate"),
            models.Index(fields=["source", "decision", "outcome", "fate", "reasons", "area"], name="row_to_apply"),
        ]

    @property
    def why(self) -> str:
        """Why it was refused, in the reader's language; "" when it was not."""
        return say_refusal(self.said)

    @property
    def content(self) -> dict[str, Any]:
        """The payload opened; {} when there is none."""
        found: dict[str, Any] = json.loads(self.payload) if self.payload else {}
        return found


class Memory(models.Model):
    """What a sender's columns were last time: the next file with the same headings is understood at once.

    headings  digest of the normal forms of the headings; columns: heading in normal form -> key of the vocabulary,
              "" when the column is left out. Headings are words of a form, never a person's.
    """

    sender = models.ForeignKey(User, models.CASCADE, related_name="+")
    headings = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "headings"], name="a_sender_has_one_memory_of_a_heading_row")
        ]
