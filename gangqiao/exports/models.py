"""What was asked for, who approved it, and the file that was made of it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import User
from gangqiao.exports import states
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.scope import ScopedModel

LEDGER = "ledger"


class Export(ScopedModel):
    """Something taken out by one reader. `area` is what it is about; only the asker fetches the file.

    kind       what it is, see `kinds.Kind`: a ledger, or what an app above adds; ledger: which one, "" for another kind
    query      what the ledger's page asked, as its address says it: no name or number, what was typed is sealed in it
    columns    keys of the columns, in the ledger's order; clear: those of them that are sensitive and shown in full
    is_sensitive  `clear` is not empty: a second person is asked, and the file needs a password
    level      the deepest field level that is shown without `clear`: the asker's when it was asked
    rows       how many rows there were when it was asked; written: how many the file has, 0 while it is not made
    seen       how many rows the present job has written; touched_at: when it last said so
    file       where the sealed bytes are kept (kernel.files); "" while there are none and once they are gone
    said       why it was refused or not made: a sentence
    """

    LIFE_CYCLE = states.EXPORT

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=states.Status, default=states.Status.ASKED)
    asker = models.ForeignKey(User, models.PROTECT, related_name="+")
    approver = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, default=LEDGER, db_default=LEDGER)
    ledger = models.CharField(max_length=20, db_default="", default="")
    query = models.JSONField(default=dict)
    profile = models.CharField(_("Way of writing"), max_length=20, db_default="", default="")
    columns = models.JSONField(_("Columns"), default=list)
    clear = models.JSONField(_("Columns shown in full"), default=list)
    is_sensitive = models.BooleanField(default=False, db_default=False)
    level = models.SmallIntegerField(default=Level.PERSONAL)
    purpose = models.CharField(_("Purpose"), max_length=300, db_default="", default="")
    rows = models.IntegerField(default=0)
    written = models.IntegerField(default=0, db_default=0)
    seen = models.IntegerField(default=0, db_default=0)
    file = models.CharField(max_length=80, db_default="", default="")
    size = models.BigIntegerField(default=0, db_default=0)
    said = models.TextField(db_default="", default="")
    fetched = models.IntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("export")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approver=None) | ~models.Q(approver=models.F("asker")),
                name="nobody_approves_their_own_export",
            ),
            models.CheckConstraint(
                condition=models.Q(is_sensitive=False) | ~models.Q(status="made") | models.Q(approver__isnull=False),
                name="what_is_sensitive_leaves_only_approved",
            ),
            # Another kind has a door of its own for what is masked; through this one it comes to be approved.
            models.CheckConstraint(
                condition=models.Q(kind=LEDGER) | models.Q(is_sensitive=True),
                name="what_is_no_ledger_is_taken_out_as_sensitive",
            ),
        ]
        indexes = [
            models.Index(fields=["asker", "-id"], name="export_of_asker"),
            models.Index(fields=["status", "area"], name="export_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number on the sheet, by which a paper is traced back to who took it out."""
        return f"D{self.pk:06d}"

    @property
    def is_fetchable(self) -> bool:
        """True while the file is there and its time is not over."""
        is_over = self.expires_at is not None and self.expires_at <= clock.now()
        return self.status == states.Status.MADE and bool(self.file) and not is_over
