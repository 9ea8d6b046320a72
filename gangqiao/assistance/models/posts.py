"""Rural public posts: proposal, announcement, who applied, who holds them, objections (R100)."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.assistance import states
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models.posts_quota import Quota
from gangqiao.kernel import clock
from gangqiao.kernel.actor import path_of_unit
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.people.models import Person


class PublicPost(models.Model):
    """A public post of a village with so many places, from the proposal to the end. It names nobody.

    area      the village; unit: of the department that keeps it
    standard  pay a month in fen, required_days: both fixed from the quota with the approval
    proposer, checker, approver   numbers of the users, never the same; the names beside them are for reading
    held      places that somebody holds, whoever asks; changed with the row locked
    announced_until, publicity_from, publicity_until   days of the announcement and of the publicity
    """

    LIFE_CYCLE = states.POST

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(_("Number"), max_length=12, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.PostStatus, default=states.PostStatus.PROPOSED, editable=False
    )
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="posts", verbose_name=_("Quota"))
    area = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("assistance", "Village")
    )
    unit = models.CharField(max_length=32, blank=True, default="", db_index=True, editable=False)
    title = models.CharField(_("Title"), max_length=60)
    duties = models.CharField(_("Duties"), max_length=300)
    place = models.CharField(_("Where the duty is done"), max_length=100, blank=True, default="")
    hours = models.CharField(_("Hours of duty"), max_length=100, blank=True, default="")
    places = models.PositiveIntegerField(_("Places"))
    months = models.PositiveIntegerField(_("Term in months"))
    standard = models.PositiveIntegerField(default=0, editable=False)
    required_days = models.PositiveIntegerField(default=30, editable=False)
    why = models.CharField(_("Why it is needed"), max_length=300, blank=True, default="")
    announced_on = models.DateField(null=True, editable=False)
    announced_until = models.DateField(null=True, editable=False)
    publicity_from = models.DateField(null=True, editable=False)
    publicity_until = models.DateField(null=True, editable=False)
    objection_phone = models.CharField(_("Telephone for objections"), max_length=20, blank=True, default="")
    proposed_by = models.CharField(max_length=100, editable=False)
    proposed_on = models.DateField(default=clock.today, editable=False)
    checked_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    approved_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    proposer = models.BigIntegerField(null=True, editable=False)
    checker = models.BigIntegerField(null=True, editable=False)
    approver = models.BigIntegerField(null=True, editable=False)
    held = models.PositiveIntegerField(default=0, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-proposed_on", "-pk"]
        verbose_name = _("public post")
        constraints = [
            models.CheckConstraint(condition=Q(places__gt=0), name="a_public_post_has_a_place"),
            models.CheckConstraint(condition=Q(held__lte=F("places")), name="no_post_is_held_beyond_its_places"),
            models.CheckConstraint(
                condition=Q(checker=None) | Q(proposer=None) | ~Q(checker=F("proposer")),
                name="a_post_is_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approver=None)
                | ((Q(proposer=None) | ~Q(approver=F("proposer"))) & (Q(checker=None) | ~Q(approver=F("checker")))),
                name="a_post_is_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["area", "status"], name="public_posts_of_area")]

    def __str__(self) -> str:
        return self.number

    @property
    def free(self) -> int:
        """Places that nobody holds."""
        return self.places - self.held

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it lies and whose affair it is, as a post is asked whether it reaches it."""
        return tuple(p for p in (str(self.area_id or ""), path_of_unit(self.unit)) if p)


class OfPosts(KeptModel):
    """A row about a person and a post. `area` follows the person; unit: of the department that keeps the post."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    post = models.ForeignKey(PublicPost, models.PROTECT, related_name="+")
    person = Within(Person, models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField(editable=False)

    class Meta(KeptModel.Meta):
        abstract = True


class Applicant(OfPosts):
    """An application on the open list of a post.

    kin      declaration of kinship with village officers; kin_words: with whom
    points   by the stated rules; reasons: JSON of the rules' answers, sealed, as they were at the choice
    place    in the order of the rules when the choice was published; null before
    words    why the township did not follow the order; sealed
    chooser  number of the user who chose; the choice is published, and objections are answered, by another
    blocked  an upheld objection: not to be chosen for this post any more
    """

    LIFE_CYCLE = states.APPLICANT

    status = models.CharField(
        _("State"), max_length=10, choices=states.ApplicantStatus, default=states.ApplicantStatus.APPLIED
    )
    applied_on = models.DateField(default=clock.today)
    entered_by = models.CharField(max_length=100)
    kin = models.CharField(_("Kinship"), max_length=10, choices=LISTS["kin"].choices(), default="not_asked")
    kin_words = EncryptedTextField(null=True, editable=False)
    points = models.IntegerField(default=0)
    reasons = EncryptedTextField(null=True, editable=False)
    place = models.PositiveIntegerField(null=True)
    words = EncryptedTextField(null=True, editable=False)
    blocked = models.BooleanField(default=False)
    chooser = models.BigIntegerField(null=True, editable=False)
    not_chosen = models.CharField(max_length=14, blank=True, default="", choices=LISTS["not_chosen"].choices())
    chosen_by = models.CharField(max_length=100, blank=True, default="")

    class Meta(OfPosts.Meta):
        verbose_name = _("applicant for a public post")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person"], condition=~Q(status="withdrawn"), name="a_person_applies_once_for_a_post",
                violation_error_message=_("The person has applied for this post already."),
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["post", "status"], name="applicants_of_post")]


class Holder(OfPosts):
    """Who holds a place of a post, by an agreement (R100; domain notes 3.2).

    begins_on, ends_on   days of the agreement; signed_on: null until it is signed
    insurance_no, insured_until   accident insurance; "" and null until it is bought
    standard             pay a month in fen, copied with the agreement
    spell                number of the time of work it made
    pauses               times of suspension: [first day, last day or null, reason], oldest first
    stop_reasons         why a check found that the post may not be held: codes; [] none, or all looked into
    looked_into          {code: what was found} that somebody looked into and found in order; not found again
    """

    LIFE_CYCLE = states.HOLDER

    status = models.CharField(
        _("State"), max_length=10, choices=states.HolderStatus, default=states.HolderStatus.AGREEMENT
    )
    applicant = Within(Applicant, models.PROTECT, null=True, related_name="+", db_index=False)
    begins_on = models.DateField(pgettext_lazy("assistance", "From"), null=True)
    ends_on = models.DateField(pgettext_lazy("agreement", "Until"), null=True)
    signed_on = models.DateField(_("Signed on"), null=True)
    agreement_no = models.CharField(_("Number of the agreement"), max_length=40, blank=True, default="")
    insurance_no = models.CharField(_("Number of the insurance"), max_length=40, blank=True, default="")
    insured_until = models.DateField(_("Insured until"), null=True)
    standard = models.PositiveIntegerField(default=0)
    required_days = models.PositiveIntegerField(default=30)
    suspend_reason = models.CharField(max_length=10, blank=True, default="")
    end_reason = models.CharField(max_length=12, blank=True, default="", choices=LISTS["end_reason"].choices())
    ended_on = models.DateField(null=True)
    spell = models.BigIntegerField(null=True, editable=False)
    pauses = models.JSONField(default=list, editable=False)
    looked_into = models.JSONField(default=dict, editable=False)
    stop_reasons = models.JSONField(default=list, editable=False)

    class Meta(OfPosts.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(status="ended"),
                name="a_person_holds_one_public_post",
                violation_error_message=_("The person holds a public post already. It ends first."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["agreement", "ended"])
                | (Q(signed_on__isnull=False, begins_on__isnull=False, ends_on__isnull=False) & ~Q(insurance_no="")),
                name="duty_begins_with_agreement_and_insurance",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="an_agreement_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=(Q(status="ended") & ~Q(end_reason="") & Q(ended_on__isnull=False))
                | (~Q(status="ended") & Q(end_reason="", ended_on=None)),
                name="a_post_ends_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["post", "status"], name="holders_of_post"),
            models.Index(fields=["area", "status"], name="holders_of_area"),
        ]


class Objection(KeptModel):
    """Somebody objects to a choice, or to a line of a monthly sheet, while it is published: blocks that person's line.

    about      "choice" or "sheet"; post: whose publicity; line: number of the line of the sheet
    by_words   who objects, sealed; null anonymous
    answerer   number of the user who answered; never who chose
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    about = models.CharField(max_length=8)
    post = models.ForeignKey(PublicPost, models.PROTECT, null=True, related_name="+")
    applicant = Within(Applicant, models.PROTECT, null=True, related_name="objections")
    line = models.BigIntegerField(null=True, editable=False)
    person_uuid = models.UUIDField(null=True, editable=False)
    words = EncryptedTextField()
    by_words = EncryptedTextField(null=True, editable=False)
    taken_on = models.DateField(default=clock.today)
    taken_by = models.CharField(max_length=100)
    due_on = models.DateField()
    outcome = models.CharField(pgettext_lazy("assistance", "Outcome"), max_length=10, blank=True, default="")
    answer = EncryptedTextField(null=True, editable=False)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=100, blank=True, default="")
    answerer = models.BigIntegerField(null=True, editable=False)

    class Meta(KeptModel.Meta):
        verbose_name = _("objection")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_on=None) | (~Q(outcome="") & Q(answered_on__isnull=False)),
                name="an_objection_is_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(about="choice", applicant__isnull=False) | Q(about="sheet", line__isnull=False),
                name="an_objection_is_about_somebody",
            ),
        ]
        indexes = [models.Index(fields=["area", "outcome"], name="objections_of_area")]

    def subject(self) -> UUID | None:
        """Whom it is about, for the log."""
        return self.person_uuid
