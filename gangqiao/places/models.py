"""Tables of the divisions: the tree, the dated codes and names, and who followed whom."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.paths import SEGMENT_WIDTH, PathField, upper_bound
from gangqiao.places.levels import KEY_LENGTH, Kind, Level, Scheme, Terrain

# The start of everything whose start is in none of our sources. It says "for as long as anyone asks", not a day.
BEGINNING = dt.date(1949, 10, 1)


def _key_fits_level() -> Q:
    fits = Q()
    for level, length in KEY_LENGTH.items():
        fits |= Q(level=level.value, key__length=length)
    return fits


class DatedQuerySet(models.QuerySet):
    """Rows with a first day (inclusive) and a last bound (exclusive, null: still holds)."""

    def on(self, day: dt.date) -> DatedQuerySet:
        """Rows that hold on the day."""
        return self.filter(Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day)))


class Dated(models.Model):
    """What holds from a day until before another, and where that is written.

    `date_is_confirmed` is false when the source does not name the day: then the day only keeps the order of things.
    """

    valid_from = models.DateField(_("valid from"), default=BEGINNING)
    valid_to = models.DateField(_("valid until before"), null=True, blank=True)
    date_is_confirmed = models.BooleanField(_("dates are confirmed"), default=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Division(Dated):
    """An administrative division, from the nation to the villagers' group.

    The key is the division's own path and never changes; codes and names do, and are dated. Other tables point here
    with a foreign key, so that their column holds the path itself and a scope is one range of it.
    """

    key = PathField(_("key"), primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name=_("part of"))
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=60)
    short_name = models.CharField(_("short name"), max_length=60)
    pinyin = models.CharField(_("pinyin"), max_length=200, blank=True)
    initials = models.CharField(_("pinyin initials"), max_length=60, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    place_note = models.CharField(_("how it was located"), max_length=120, blank=True)
    terrain = models.CharField(_("terrain"), max_length=12, choices=Terrain.choices, blank=True)
    made = models.BooleanField(_("made up for a demonstration"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        indexes = [
            models.Index(fields=["level", "name"], name="places_by_level_and_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="a_division_ends_after_it_begins",
                violation_error_message=_("A division ends after it begins."),
            ),
            models.CheckConstraint(
                condition=_key_fits_level(),
                name="the_key_of_a_division_is_as_long_as_its_level_says",
                violation_error_message=_("The key of a division is as long as its level says."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None, level=Level.NATION.value)
                # "not null" is said aloud: a comparison with null is unknown, and a check lets the unknown pass.
                | Q(parent__isnull=False, parent=Substr("key", 1, Length("key") - SEGMENT_WIDTH)),
                name="the_key_of_a_division_begins_with_its_parents_key",
                violation_error_message=_("The key of a division begins with the key of the division above."),
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(
                    longitude__isnull=False,
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                name="a_place_has_both_coordinates_or_none",
                violation_error_message=_("A place has both coordinates or none."),
            ),
            models.CheckConstraint(
                condition=Q(longitude=None) | ~Q(place_note=""),
                name="a_place_says_how_it_was_located",
                violation_error_message=_("A place says how it was located."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def upper_bound(self) -> str:
        """The first text after this division's subtree."""
        return upper_bound(self.key)


class DivisionCode(Dated):
    """A code a division carries for a time. Codes come and go; the same digits may name another place later."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="codes", verbose_name=_("division"))
    scheme = models.CharField(_("code scheme"), max_length=12, choices=Scheme.choices, default=Scheme.OFFICIAL)
    code = models.CharField(_("code"), max_length=20)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "code", "valid_from"]
        verbose_name = _("division code")
        indexes = [models.Index(fields=["code"], name="places_by_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code", "valid_from"],
                name="a_code_begins_only_once_on_a_day",
                violation_error_message=_("This code is already given from that day."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="a_code_ends_after_it_begins",
                violation_error_message=_("A code ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class FormerName(Dated):
    """A name a division carried until it was renamed."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="former_names", verbose_name=_("division"))
    name = models.CharField(_("name"), max_length=60)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["division", "valid_from"]
        verbose_name = _("former name")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=False, valid_to__gt=F("valid_from")),
                name="a_former_name_ends_after_it_begins",
                violation_error_message=_("A former name ends after it begins."),
            ),
            models.UniqueConstraint(
                fields=["division", "valid_from"],
                name="a_division_has_one_name_from_a_day",
                violation_error_message=_("The division already has a name from that day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One division followed another on a day. A split has several new ones, a merger several old ones."""

    old = models.ForeignKey(Division, models.PROTECT, related_name="followed_by", verbose_name=_("old division"))
    new = models.ForeignKey(Division, models.PROTECT, related_name="follows", verbose_name=_("new division"))
    on = models.DateField(_("first day of the new division"))
    date_is_confirmed = models.BooleanField(_("dates are confirmed"), default=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["old", "new"]
        verbose_name = _("succession")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="a_division_follows_another_once"),
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="a_division_does_not_follow_itself",
                violation_error_message=_("A division does not follow itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
