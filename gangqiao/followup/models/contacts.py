"""Contacts with people who went out to work, who wants none, and the slips they were given."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.followup import states
from gangqiao.followup.codes import LISTS
from gangqiao.followup.policy.followup import OPEN
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people.models import EmploymentSpell, Person

# Neither spoken to nor dropped; as equalities, by which SQLite finds its partial index.
WAITS = Q(result="", drop_reason="")
KINDS = [
    ("due", pgettext_lazy("contact", "at its day")),
    ("signal", pgettext_lazy("contact", "on a signal")),
    ("asked", pgettext_lazy("contact", "asked for")),
]


class OfPerson(ScopedModel):
    """A row about a person; `area` follows the person."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = Within(Person, models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField(editable=False)

    class Meta(ScopedModel.Meta):
        abstract = True


class Contact(OfPerson):
    """One call that is to be made, or was made, with a person at work.

    spell      the time of work it is about; null: none
    mark       days after the first day of work; null for a signal and what was asked for
    due_on     the day it is due; stands_on: the day by which lists are ordered (`policy.stands_at`)
    next_on    not called before this day
    tries      how often nobody was reached
    result     code of the list; "" until somebody was spoken to
    is_proxy   the family spoke in the worker's place
    answers    JSON: kept promises by aspect, words, what is wanted next
    is_hidden  dropped because the person wants no calls: shown to those alone who may know that
    """

    LIFE_CYCLE = states.CONTACT

    status = models.CharField(_("State"), max_length=12, choices=states.Status, default=states.Status.DUE)
    spell = Within(EmploymentSpell, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(pgettext_lazy("contact", "Kind"), max_length=8, choices=KINDS)
    reason = models.CharField(_("Reason"), max_length=20, choices=LISTS["contact_reason"].choices())
    mark = models.IntegerField(null=True)
    due_on = models.DateField(pgettext_lazy("contact", "Due on"))
    stands_on = models.DateField(editable=False)
    next_on = models.DateField(_("Next try"))
    tries = models.IntegerField(pgettext_lazy("contact", "Tries"), default=0)
    way = models.CharField(_("Way"), max_length=8, blank=True, default="")
    result = models.CharField(pgettext_lazy("contact", "Result"), max_length=12, blank=True, default="")
    spoke_with = models.CharField(_("Spoke with"), max_length=8, blank=True, default="")
    is_proxy = models.BooleanField(default=False)
    answers = EncryptedTextField(null=True, editable=False)
    done_on = models.DateField(_("Done on"), null=True)
    done_by = models.CharField(_("Done by"), max_length=100, blank=True, default="")
    drop_reason = models.CharField(max_length=8, blank=True, default="")
    is_hidden = models.BooleanField(default=False, editable=False)
    employer = models.CharField(max_length=100, blank=True, default="", editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)
    source = models.CharField(max_length=100, blank=True, default="", editable=False)

    class Meta(OfPerson.Meta):
        verbose_name = _("contact")
        constraints = [
            models.UniqueConstraint(
                fields=["spell", "mark"], condition=Q(kind="due"), name="a_contact_is_due_once_a_day_of_a_spell"
            ),
            models.UniqueConstraint(
                fields=["person", "reason"],
                condition=~Q(kind="due") & Q(status__in=OPEN),
                name="a_signal_waits_once_for_a_person",
            ),
            models.CheckConstraint(
                condition=Q(is_proxy=True, spoke_with="family") | (Q(is_proxy=False) & ~Q(spoke_with="family")),
                name="what_the_family_says_is_said_in_the_workers_place",
            ),
            models.CheckConstraint(
                condition=(Q(status="done") & ~Q(result="") & Q(done_on__isnull=False))
                | (~Q(status="done") & Q(result="")),
                name="who_was_spoken_to_said_something",
            ),
            models.CheckConstraint(condition=Q(stands_on__lte=F("due_on")), name="nobody_stands_later_than_due"),
        ]
        indexes = [
            models.Index(fields=["area", "status", "stands_on"], name="contacts_of_area"),
            models.Index(fields=["person", "status"], name="contacts_of_person"),
            models.Index(fields=["status", "due_on"], name="contacts_by_due"),
            models.Index(fields=["mark", "done_on"], name="contacts_by_mark"),
            # The first page of the county's list begins with what stands first, not with everything that waits.
            models.Index(fields=["stands_on", "due_on", "id"], condition=WAITS, name="contacts_that_wait"),
            models.Index(fields=["mark", "due_on", "area"], condition=Q(kind="due"), name="contacts_due_by_mark"),
            # Signals are few: counted and listed without passing all the calls that are due.
            models.Index(
                fields=["stands_on", "due_on", "id"], condition=WAITS & ~Q(kind="due"), name="signals_that_wait"
            ),
        ]

    @property
    def said(self) -> dict[str, Any]:
        """What was answered."""
        read: dict[str, Any] = json.loads(self.answers or "{}")
        return read


class NoCalls(OfPerson):
    """A person wants no calls, or that nothing of it is passed on. Kept for the person's protection: nothing that
    ranks, counts or chooses people reads this table; it only stops calls.

    ended_on  the day on which the person said otherwise; null: it holds
    """

    on = models.DateField(_("Day"), default=clock.today)
    words = EncryptedTextField(null=True, editable=False)
    taken_by = models.CharField(max_length=100)
    ended_on = models.DateField(null=True)

    class Meta(OfPerson.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on=None), name="who_wants_no_calls_says_it_once"
            )
        ]


class Slip(OfPerson):
    """A slip a worker was given: on paper or by SMS. promised: JSON of what stood on it."""

    WAYS = [("print", _("on paper")), ("sms", _("by SMS"))]

    spell = Within(EmploymentSpell, models.PROTECT, null=True, related_name="+", db_index=False)
    way = models.CharField(_("Way"), max_length=8, choices=WAYS)
    promised = EncryptedTextField(null=True, editable=False)
    on = models.DateField(_("Day"), default=clock.today)
    given_by = models.CharField(max_length=100)

    class Meta(OfPerson.Meta):
        indexes = [models.Index(fields=["person"], name="slips_of_person")]


def own(person: Person) -> dict[str, Any]:
    """The columns every row about a person begins with."""
    return {"area_id": person.area_id, "person": person, "person_uuid": UUID(str(person.uuid))}
