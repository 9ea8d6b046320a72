"""Cases of workers: unpaid wages, accidents, disputes; with an owner and a day."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.followup import states
from gangqiao.followup.codes import LISTS
from gangqiao.followup.models.contacts import Contact, OfPerson
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within


class Case(OfPerson):
    """A matter a worker told of, that somebody has to settle by a day.

    contact   the call it was told in; null: told otherwise
    words     what was told
    verdict   code of the list; "" until it is closed
    """

    LIFE_CYCLE = states.CASE

    status = models.CharField(_("State"), max_length=10, choices=states.CaseStatus, default=states.CaseStatus.OPENED)
    contact = Within(Contact, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("case", "About"), max_length=10, choices=LISTS["case_kind"].choices())
    owner = models.CharField(pgettext_lazy("case", "Owner"), max_length=20, choices=LISTS["case_owner"].choices())
    employer = models.CharField(_("Employer"), max_length=100, blank=True, default="")
    words = EncryptedTextField(null=True, editable=False)
    opened_on = models.DateField(_("Opened on"), default=clock.today)
    opened_by = models.CharField(max_length=100)
    due_on = models.DateField(pgettext_lazy("case", "Answer by"))
    verdict = models.CharField(_("Verdict"), max_length=12, blank=True, default="")
    closed_on = models.DateField(_("Closed on"), null=True)

    class Meta(OfPerson.Meta):
        verbose_name = _("case of a worker")
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="closed") & ~Q(verdict="") & Q(closed_on__isnull=False))
                | (~Q(status="closed") & Q(verdict="", closed_on=None)),
                name="a_case_is_closed_with_a_verdict",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "status", "due_on"], name="cases_of_area"),
            models.Index(fields=["person"], name="cases_of_person"),
        ]


class CaseNote(ScopedModel):
    """One thing done for a case, in words. verb: the step it belongs to; "" for a mere note. Append-only."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = Within(Case, models.PROTECT, related_name="notes")
    verb = models.CharField(max_length=40, blank=True, default="")
    words = EncryptedTextField()
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)

    @property
    def person_uuid(self) -> UUID:
        """Whom the case is about, for the log."""
        return self.case.person_uuid
