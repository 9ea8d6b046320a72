"""What is true of a person for a time. Each row says the days it holds and the days on which we believed it.

A correction never overwrites: the old belief stays as a row with `recorded_to`, so "as of any day, as known on any
day" can be asked (indicators.md, decision 4). The current belief keeps its key, so other tables may point to it.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import BlindIndexField, EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people import attributes_dated, states
from gangqiao.people.codes import LISTS
from gangqiao.people.models.registry import Household, Person

NOW = Q(recorded_to__isnull=True)  # what we believe today


class Remembered(ScopedModel):
    """A dated belief about a person.

    valid_from/valid_to        first day it holds, first day it no longer holds (null: still holds)
    recorded_from/recorded_to  when we came to believe it, when we stopped (null: we still do)
    version_of                 the current row of which this one is an earlier belief
    """

    uuid = models.UUIDField(default=uuid4, editable=False, db_index=False)
    person = Within(Person, models.PROTECT, related_name="%(class)s_rows", db_index=False)
    valid_from = models.DateField(_("From"), null=True)
    valid_to = models.DateField(_("Until before"), null=True, blank=True)
    recorded_from = models.DateTimeField(default=clock.now, editable=False)
    recorded_to = models.DateTimeField(null=True, blank=True, editable=False)
    version_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False, editable=False)
    source = models.CharField(max_length=100, db_default="", default="", editable=False)

    class Meta(ScopedModel.Meta):
        abstract = True

    @property
    def person_uuid(self) -> UUID:
        """The person the row is about, for the log."""
        return self.person.uuid


def _dated(name: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            name=f"{name}_ends_after_it_begins",
            violation_error_message=_("The last day lies before the first. Check both days."),
        )
    ]


class Membership(Remembered):
    """A person's time in a household, with the relation to its head."""

    household = Within(Household, models.PROTECT, related_name="membership_rows", db_index=False)
    relation = models.CharField(_("Relation to the head"), max_length=4, choices=LISTS["relation"].choices())

    class Meta(Remembered.Meta):
        constraints = [
            *_dated("a_membership"),
            models.UniqueConstraint(
                fields=["person"],
                condition=NOW & Q(valid_to__isnull=True),
                name="a_person_belongs_to_one_household",
                violation_error_message=_("This person already belongs to a household. Move the person instead."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=NOW & Q(valid_to__isnull=True, relation="02"),
                name="a_household_has_one_head",
                violation_error_message=_("This household already has a head. Change the head instead."),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="membership_of_person"),
            models.Index(fields=["household"], name="membership_of_household"),
        ]


class Category(Remembered):
    """A dated category: registered poor, relocated, veteran ... Never overwritten (domain notes 6.2)."""

    kind = models.CharField(_("Category"), max_length=30, choices=LISTS["category"].choices())
    basis = models.CharField(_("Basis document"), max_length=100, blank=True, db_default="", default="")

    class Meta(Remembered.Meta):
        constraints = [
            *_dated("a_category"),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=NOW & Q(valid_to__isnull=True),
                name="a_category_is_held_once_at_a_time",
                violation_error_message=_("The person already holds this category."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "kind"], name="category_of_person"),
            # Some kinds are held by one person in a thousand: the ledger begins with them, not with everybody.
            models.Index(fields=["kind", "area", "person"], name="category_by_kind"),
        ]


@attributes_dated.SKILL.contribute
class Skill(Remembered):
    """A skill or a certificate."""

    class Meta(Remembered.Meta):
        constraints = _dated("a_skill")
        indexes = [models.Index(fields=["person"], name="skill_of_person")]


@attributes_dated.INTENTION.contribute
class Intention(Remembered):
    """Wishes for work and training as asked on a day. They expire: an old wish is no wish (R034, R035)."""

    expires_on = models.DateField(_("Holds until"))

    class Meta(Remembered.Meta):
        constraints = [
            *_dated("an_intention"),
            models.UniqueConstraint(
                fields=["person"],
                condition=NOW & Q(valid_to__isnull=True),
                name="a_person_has_one_current_intention",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="intention_of_person")]


@attributes_dated.BUSINESS.contribute
class Business(Remembered):
    """An own business (R038)."""

    class Meta(Remembered.Meta):
        constraints = _dated("a_business")
        indexes = [models.Index(fields=["person"], name="business_of_person")]


class Contact(Remembered):
    """Another way to reach a person. Numbers die: `works` is what the last call found."""

    phone = EncryptedTextField(_("Phone"))
    phone_index = BlindIndexField(_("Phone"), of="phone", null=True, db_index=True)
    whose = models.CharField(_("Whose phone"), max_length=20, choices=LISTS["phone_owner"].choices())
    works = models.CharField(_("Works"), max_length=10, default="unknown")

    class Meta(Remembered.Meta):
        constraints = _dated("a_contact")
        indexes = [models.Index(fields=["person"], name="contact_of_person")]


@attributes_dated.SPELL.contribute
class EmploymentSpell(Remembered):
    """One continuous time of work. Everything about employment follows from these rows (decision 7).

    The days of the spell are `started_on` and `ended_on` (last day, inclusive; null: still running); `valid_from` and
    `valid_to` are not used here. A planned spell is a wish with a date and counts nowhere.
    """

    LIFE_CYCLE = states.SPELL

    status = models.CharField(_("State"), max_length=12, choices=LISTS["spell_status"].choices())
    is_full_time = models.BooleanField(_("Full time"), default=True, db_default=True)

    class Meta(Remembered.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="a_spell_ends_after_it_begins",
                violation_error_message=_("The last day of work lies before the first. Check both days."),
            ),
            models.CheckConstraint(
                condition=(Q(status="ended") & Q(ended_on__isnull=False))
                | (~Q(status="ended") & Q(ended_on__isnull=True)),
                name="a_spell_has_ended_when_it_has_a_last_day",
                violation_error_message=_("A spell that has ended needs its last day, and no other spell has one."),
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=False),
                name="a_spell_has_a_first_day",
                violation_error_message=_("Give the first day of work."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=NOW & Q(ended_on__isnull=True, is_full_time=True) & ~Q(status="planned"),
                name="a_person_has_one_running_full_time_spell",
                violation_error_message=_("This person already has a running full-time job. End it first."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "started_on"], name="spell_of_person"),
            # Who came home lately, and what is known of the work that goes on: a few rows of the county's million.
            models.Index(
                fields=["ended_on", "area"], condition=NOW & Q(status="ended", end_reason="returned"),
                name="spells_of_who_is_back",
            ),
            models.Index(
                fields=["evidence", "status", "area"], condition=NOW & Q(ended_on__isnull=True),
                name="spells_by_evidence",
            ),
        ]  # fmt: skip
