"""Units, the people who work in them, and the posts they hold for a time."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.crypto.fields import EncryptedTextField

ADMINISTRATOR_ROLES = ("system_admin", "security_admin", "audit_admin")


class UnitKind(models.TextChoices):
    HEADQUARTERS = "headquarters", _("headquarters")
    HEADQUARTERS_OFFICE = "headquarters_office", _("headquarters office")
    DEPARTMENT = "department", _("department")
    TOWNSHIP = "township", _("township government")
    FARM_BUREAU = "farm_bureau", _("farm bureau")
    VILLAGE = "village", _("village")
    EMPLOYER = "employer", pgettext_lazy("unit", "employer")
    AGENCY = "agency", pgettext_lazy("unit", "broker or agency")
    PROVIDER = "provider", pgettext_lazy("unit", "training provider")
    OTHER = "other", _("other unit")


class Unit(models.Model):
    """An office of the programme: headquarters, a department, a township, a village."""

    code = models.CharField(_("unit code"), max_length=32, unique=True)
    name = models.CharField(_("unit name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=24, choices=UnitKind.choices)
    area = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="unit_has_a_code"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds a user by the name typed, in any case and with stray spaces."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").strip().lower())


USERNAME_RULE = RegexValidator(
    r"^[a-z][a-z0-9.-]{1,31}\Z",
    _("A user name has 2 to 32 small letters, digits, dots or hyphens and begins with a letter."),
)


class User(AbstractBaseUser):
    """One person with one account. What they may do comes from their grants, never from the account itself.

    session_epoch         counted up to end every session at once; a session of an older epoch is void
    must_change_password  the password was set by somebody else and serves only to choose an own one
    one_time_until        from then on such a password no longer opens the account
    password_set_at       when the user chose the password in use; null until then
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(_("user name"), max_length=32, unique=True, validators=[USERNAME_RULE])
    display_name = models.CharField(_("name"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="users", verbose_name=_("unit"))
    office_phone = models.CharField(_("office phone"), max_length=20, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(default=False)
    one_time_until = models.DateTimeField(null=True, blank=True)
    password_set_at = models.DateTimeField(null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name", "unit"]

    class Meta:
        ordering = ["username"]
        constraints = [
            # The database must refuse a second "Office" beside "office"; the full rule is `USERNAME_RULE`.
            models.CheckConstraint(
                condition=~Q(username="") & Q(username=Lower("username")), name="username_has_small_letters"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def natural_key(self) -> tuple[str]:
        return (self.username,)

    def clean(self) -> None:
        self.username = (self.username or "").strip().lower()


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, on: date) -> GrantQuerySet:
        """Grants that hold on the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


class Grant(models.Model):
    """A post given to a user over an area, from a day until a day.

    area      null for roles that read no rows of people
    valid_to  the first day on which the post no longer holds; null = open
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=32)
    area = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="grant_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")), name="nobody_grants_a_post_to_himself"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "area"],
                condition=Q(valid_to=None, area__isnull=False),
                name="one_open_grant_of_a_role_and_area",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(valid_to=None, area__isnull=True),
                name="one_open_grant_of_a_role_without_area",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(valid_to=None, role__in=ADMINISTRATOR_ROLES),
                name="administrators_are_three_separate_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.area_id or '-'}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Invitation(models.Model):
    """A link that works once and lets one of the first three administrators choose a name and a password."""

    role = models.CharField(max_length=32, choices=[(r, r) for r in ADMINISTRATOR_ROLES])
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="invitation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, user=None) | Q(used_at__isnull=False, user__isnull=False),
                name="an_invitation_is_used_by_a_user",
            ),
        ]

    def __str__(self) -> str:
        return self.role

    def is_open(self, at: Any) -> bool:
        return self.used_at is None and at < self.expires_at


class DeviceKind(models.TextChoices):
    """By which door a device comes in (`kernel.addresses`)."""

    PHONE = "phone", _("mobile phone")
    COLLECT = "collect", _("other survey app")


class Device(models.Model):
    """A phone that carries the records of one area for its officer and comes in by a token of its own.

    area    what the device carries and may act on: one village, or a wider area; the officer's posts are cut to it
    token   SHA-256 of the secret it sends; the secret itself lies on the device only
    secret  what a door must know in the clear (Digest's HA1), sealed; null when the token is enough
    seen_at when it last came in, to the minute; null when it never did
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="devices")
    kind = models.CharField(_("kind"), max_length=12, choices=DeviceKind.choices)
    name = models.CharField(_("name of the device"), max_length=60)
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("area"))
    token = models.CharField(max_length=64, unique=True)
    secret = EncryptedTextField(null=True, blank=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["area", "kind"], name="device_of_area")]
        constraints = [
            models.CheckConstraint(condition=~Q(token=""), name="a_device_has_a_token"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(reason=""), name="a_device_is_revoked_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None


class Enrolment(models.Model):
    """A code that works once, for a quarter of an hour, and connects a phone for the officer who asked for it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=DeviceKind.choices)
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+")
    code = models.CharField(max_length=64, unique=True)  # SHA-256 of the code
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    device = models.OneToOneField(Device, models.PROTECT, null=True, blank=True, related_name="enrolment")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, device=None) | Q(used_at__isnull=False, device__isnull=False),
                name="an_enrolment_is_used_by_a_device",
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    def is_open(self, at: Any) -> bool:
        return self.used_at is None and at < self.expires_at
