"""Households and persons: one person is one record in the whole county (D01)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.columns import BytewiseField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people import attributes
from gangqiao.people.codes import LISTS

ALIVE, DEAD, MISSING = tuple(LISTS["life"])
LIVE, MERGED, MOVED_OUT = tuple(LISTS["record"])


@attributes.HOUSEHOLD.contribute
class Household(ScopedModel):
    """A registered household of a villager group. It has exactly one head for as long as it is not dissolved."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    head = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Head"))
    registered_on = models.DateField(_("Registered on"))
    dissolved_on = models.DateField(_("Dissolved on"), null=True, blank=True)
    last_confirmed_on = models.DateField(_("Last confirmed on"), null=True, blank=True)
    made = models.BooleanField(default=False)  # made for demonstration or test: no real household
    revision = models.IntegerField(default=0, db_default=0)

    class Meta(ScopedModel.Meta):
        verbose_name = _("household")
        constraints = [
            models.UniqueConstraint(
                fields=["household_no"],
                name="a_household_number_is_given_once",
                violation_error_message=_(
                    "This household number is already given. Look the household up, or correct it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=False) | Q(head__isnull=False),
                name="a_live_household_has_a_head",
                violation_error_message=_("A household needs a head. Name one of its members as head."),
            ),
            models.UniqueConstraint(
                fields=["head"],
                condition=Q(dissolved_on__isnull=True),
                name="a_person_heads_one_household",
                violation_error_message=_("This person is already head of a household."),
            ),
        ]
        indexes = [models.Index(fields=["area", "id"], name="household_of_area")]

    if TYPE_CHECKING:
        # The columns come from `attributes.HOUSEHOLD`; the checker cannot know them.
        def __getattr__(self, name: str) -> Any: ...

    def __str__(self) -> str:
        return str(self.household_no)


@attributes.PERSON.contribute
class Person(ScopedModel):
    """A person on the register. The declared facts are in `attributes.PERSON`; here is what the record itself needs.

    relation     relation to the head of the current household; the history is in Membership
    life         alive, dead or missing; record: live, merged into another, or moved out of the county
    id_exception why there is no checked ID number, when there is none
    made         made for demonstration or test: no real person
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person_no = models.CharField(_("Person number"), max_length=30, unique=True)
    household = Within(
        Household, models.PROTECT, null=True, related_name="persons", verbose_name=_("Household"), db_index=False
    )
    relation = models.CharField(
        _("Relation to the head"), max_length=4, db_default="", choices=LISTS["relation"].choices()
    )
    name_pinyin = BytewiseField(max_length=200, db_default="", default="", editable=False)
    name_initials = BytewiseField(max_length=50, db_default="", default="", editable=False)
    id_exception = models.CharField(
        _("Why there is no ID number"), max_length=100, blank=True, db_default="", default=""
    )
    life = models.CharField(_("Life"), max_length=10, default=ALIVE, choices=LISTS["life"].choices())
    died_on = models.DateField(_("Died on"), null=True, blank=True)
    record = models.CharField(_("Record"), max_length=10, default=LIVE, choices=LISTS["record"].choices())
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    registered_on = models.DateField(_("Registered on"))
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    last_confirmed_on = models.DateField(_("Last confirmed on"), null=True, blank=True)
    confirmed_how = models.CharField(
        _("Confirmed how"), max_length=20, db_default="", default="", choices=LISTS["confirmed_how"].choices()
    )
    source = models.CharField(_("Source"), max_length=20, default="screen", choices=LISTS["person_source"].choices())
    made = models.BooleanField(default=False)
    revision = models.IntegerField(default=0, db_default=0)  # counts changes: two people cannot overwrite each other

    class Meta(ScopedModel.Meta):
        verbose_name = _("person")
        constraints = [
            models.CheckConstraint(
                condition=Q(id_index__isnull=False) | ~Q(id_exception=""),
                name="a_person_has_an_id_number_or_a_reason",
                violation_error_message=_("Give the ID number, or say why there is none."),
            ),
            models.CheckConstraint(
                condition=(Q(life="dead") & Q(died_on__isnull=False)) | (~Q(life="dead") & Q(died_on__isnull=True)),
                name="the_dead_have_a_day_of_death",
                violation_error_message=_("Give the day of death of a dead person, and of nobody else."),
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(birth_date__isnull=True) | Q(died_on__gte=F("birth_date")),
                name="nobody_dies_before_birth",
                violation_error_message=_("The day of death lies before the day of birth. Check both."),
            ),
            models.CheckConstraint(
                condition=(Q(record="merged") & Q(merged_into__isnull=False))
                | (~Q(record="merged") & Q(merged_into__isnull=True)),
                name="a_merged_record_names_the_record_kept",
            ),
            models.CheckConstraint(
                condition=~Q(record="live") | Q(household__isnull=False),
                name="a_live_record_belongs_to_a_household",
                violation_error_message=_("A person on the register belongs to a household. Choose the household."),
            ),
        ]
        indexes = [
            # Each begins with the order of a list. Behind it stands what lists of any area always ask, so that rows are
            # counted, and other areas passed over, without being fetched (bench/ledger.py).
            models.Index(fields=["area", "household", "id", "record", "life"], name="person_in_ledger_order"),
            models.Index(fields=["household"], name="person_of_household"),
            models.Index(fields=["name", "id", "area", "record", "life"], name="person_by_name"),
            models.Index(fields=["name_pinyin", "id", "area", "record", "life"], name="person_by_pinyin"),
            models.Index(fields=["name_initials", "id", "area", "record", "life"], name="person_by_initials"),
        ]

    if TYPE_CHECKING:
        # The columns come from `attributes.PERSON`; the checker cannot know them.
        def __getattr__(self, name: str) -> Any: ...

    def __str__(self) -> str:
        return str(self.name)

    def age_on(self, day: date) -> int | None:
        """Full years on a day; null without a date of birth."""
        born: date | None = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @property
    def is_live(self) -> bool:
        return self.record == LIVE and self.life != DEAD
