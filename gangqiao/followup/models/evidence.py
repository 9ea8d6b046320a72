"""Proofs of times of work, lists matched with them, and samples by which the bureau checks what townships claim."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.followup.codes import LISTS
from gangqiao.followup.models.contacts import OfPerson
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.people.models import EmploymentSpell

OWED = Q(answer_by__isnull=False, answered_on=None)
GRADES = PEOPLE_LISTS["evidence"].choices()


class ToAnswer(models.Model):
    """What a township owes an answer to: a claim that was found false, work that a list knows otherwise.

    answer_by   the last day for it; null: none is owed. answer: what was said, sealed
    """

    answer_by = models.DateField(pgettext_lazy("doubt", "Answer by"), null=True, editable=False)
    answer = EncryptedTextField(null=True, editable=False)
    answered_on = models.DateField(null=True, editable=False)
    answered_by = models.CharField(max_length=100, blank=True, default="", editable=False)

    class Meta:
        abstract = True


class DataMatch(ScopedModel):
    """A list of an insurance or of wage accounts that was matched with the register. `area`: the whole county.

    lines, known, matched, raised  lines with an ID number; people of the register among them; of these, with a time of
    work in the month; of these, whose grade became stronger
    differing  of these with a time of work, for whom the list names another employer
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(
        max_length=12, choices=[("insurance", _("insurance")), ("wage_account", _("wage accounts"))]
    )
    name = models.CharField(_("File"), max_length=80)
    month = models.DateField(_("Month"))
    lines = models.IntegerField(default=0)
    known = models.IntegerField(default=0)
    matched = models.IntegerField(default=0)
    raised = models.IntegerField(default=0)
    differing = models.IntegerField(default=0)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=100)


class Proof(ToAnswer, OfPerson):
    """What shows that somebody works: of which kind, of which grade. Kept also when it raised nothing.

    match    the list it was found in; null: none. did_raise: the grade of the spell became this one
    differs  the list names another employer (`words`, `listed_code`): it proves nothing, and the township answers
    picture  a kept file (`kernel.files`), a picture of the document; "" none, or deleted on `picture_until`
    """

    spell = Within(EmploymentSpell, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("evidence", "Proof"), max_length=12, choices=LISTS["proof_kind"].choices())
    grade = models.CharField(pgettext_lazy("evidence", "Grade"), max_length=1, choices=GRADES)
    on = models.DateField(_("Day"), default=clock.today)
    words = models.CharField(_("In words"), max_length=200, blank=True, default="")
    by = models.CharField(max_length=100)
    did_raise = models.BooleanField(default=False)
    match = models.UUIDField(null=True, editable=False)
    differs = models.BooleanField(default=False, editable=False)
    listed_code = models.CharField(max_length=18, blank=True, default="", editable=False)
    picture = models.CharField(max_length=32, blank=True, default="", editable=False)
    picture_until = models.DateField(null=True, editable=False)

    class Meta(OfPerson.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(differs=False) | Q(did_raise=False), name="what_a_list_knows_otherwise_raises_nothing"
            ),
            models.UniqueConstraint(
                fields=["spell", "match"], condition=Q(match__isnull=False), name="a_list_proves_a_spell_once"
            ),
        ]
        indexes = [
            models.Index(fields=["spell"], name="proofs_of_spell"),
            models.Index(fields=["match", "id"], name="proofs_of_match"),
            models.Index(fields=["answer_by"], condition=OWED, name="proofs_to_answer"),
            models.Index(fields=["picture_until"], condition=~Q(picture=""), name="proofs_with_a_picture"),
        ]


class Sample(models.Model):
    """A sample of claims, drawn of every township by the same seed. It names nobody."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    seed = models.CharField(max_length=40)
    drawn_on = models.DateField(default=clock.today)
    drawn_by = models.CharField(max_length=100)
    claims = models.IntegerField(default=0)


class SampleCheck(ToAnswer, OfPerson):
    """One claim that was drawn: the grade that was claimed, the grade that was found, and what that comes to.

    sample  the number of its sample; no key: a join from here would leave the areas
    result  code of the list; "" until somebody checked
    """

    sample = models.UUIDField(editable=False)
    spell = Within(EmploymentSpell, models.PROTECT, related_name="+", db_index=False)
    claimed = models.CharField(max_length=1, choices=GRADES)
    found = models.CharField(max_length=1, blank=True, default="")
    result = models.CharField(pgettext_lazy("contact", "Result"), max_length=10, blank=True, default="")
    words = EncryptedTextField(null=True, editable=False)
    checked_on = models.DateField(null=True)
    checked_by = models.CharField(max_length=100, blank=True, default="")

    class Meta(OfPerson.Meta):
        constraints = [
            models.UniqueConstraint(fields=["sample", "spell"], name="a_claim_is_drawn_once"),
            models.CheckConstraint(
                condition=Q(result="", checked_on=None) | (~Q(result="") & Q(checked_on__isnull=False)),
                name="a_claim_was_checked_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["sample", "area"], name="checks_of_sample"),
            models.Index(fields=["answer_by"], condition=OWED, name="checks_to_answer"),
        ]
