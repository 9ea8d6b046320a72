"""Plan a survey, open it, close it, and name who surveys which village."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gangqiao.accounts.models import Grant, User
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.places.models import Division
from gangqiao.surveys.actions.items import newest_questions
from gangqiao.surveys.models import Campaign, Charge, QuestionVersion
from gangqiao.surveys.refusals import NotAVillage

VILLAGE_ROLE = "village_officer"


def plan(*, name: str, area: str, begins_on: date, due_on: date, notice: str, actor: Actor) -> Campaign:
    """Make the draft of a survey of an area."""
    require(actor, "surveys.plan", area=area)
    with transaction.atomic():
        campaign = Campaign(
            name=name, area_id=area, begins_on=begins_on, due_on=due_on, notice=notice, made_by=actor.name
        )
        campaign.save(force_insert=True)
        record("surveys.plan", actor=actor, subject=campaign)
    return campaign


def change_campaign(
    campaign_id: int, *, name: str, begins_on: date, due_on: date, notice: str, actor: Actor
) -> Campaign:
    """Change name, days and notice. Another wording of the notice is a new version of it; read out was the old one."""
    with transaction.atomic():
        campaign: Campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
        require(actor, "surveys.plan", campaign)
        if notice != campaign.notice and campaign.is_open:
            campaign.notice_version += 1
        campaign.name, campaign.begins_on, campaign.due_on, campaign.notice = name, begins_on, due_on, notice
        campaign.save()
        record("surveys.plan", actor=actor, subject=campaign, fields=["name", "begins_on", "due_on", "notice"])
    return campaign


def open_campaign(campaign_id: int, *, actor: Actor) -> Campaign:
    """Open the survey with the questions as they are declared now. A job makes the tasks (`fill_roster`)."""
    version = newest_questions()
    with step(Campaign, campaign_id, "surveys.open", actor=actor) as campaign:
        campaign.questions = version
    return campaign


def take_questions(campaign_id: int, *, actor: Actor) -> QuestionVersion:
    """Go on with the newest questions. Answers given under older ones are led on and never lost."""
    version = newest_questions()
    with transaction.atomic():
        campaign: Campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
        require(actor, "surveys.plan", campaign)
        if campaign.questions_id != version.pk:
            campaign.questions = version
            campaign.save(update_fields=["questions"])
            record("surveys.plan", actor=actor, subject=campaign, fields=["questions"])
    return version


def close_campaign(campaign_id: int, *, actor: Actor) -> Campaign:
    """Close the survey: nothing is recorded in it any more, and what was accepted is locked by a job."""
    with step(Campaign, campaign_id, "surveys.close", actor=actor) as campaign:
        pass
    return campaign


def assign(campaign_id: int, *, village: str, officer_id: int, actor: Actor) -> Charge:
    """Name who surveys a village; takes the place of who did. Raises NotAVillage without a post that reaches there."""
    campaign = Campaign.objects.get(pk=campaign_id)
    require(actor, "surveys.assign", area=village)
    officer = User.objects.get(pk=officer_id)
    posts = Grant.objects.in_force(clock.today()).filter(user=officer).values_list("area_id", flat=True)
    if not covers(campaign.area_id, village) or not any(covers(post or "", village) for post in posts):
        raise NotAVillage
    with transaction.atomic():
        charge, _made = Charge.objects.update_or_create(
            campaign=campaign, area_id=village, defaults={"officer": officer}
        )
        record("surveys.assign", actor=actor, subject=charge)
    return charge


def charge_village_officers(campaign: Campaign) -> int:
    """Give every village without a name to its village officer. Returns how many; a second call names none."""
    named = set(Charge.objects.filter(campaign=campaign).values_list("area_id", flat=True))
    holders: dict[str, int] = {}
    for area, user in (
        Grant.objects.in_force(clock.today())
        .filter(role=VILLAGE_ROLE, area__level="village", user__is_active=True)
        .order_by("-pk")
        .values_list("area_id", "user_id")
    ):
        if covers(campaign.area_id, area):
            holders[area] = user
    new = [
        Charge(campaign=campaign, area_id=area, officer_id=user) for area, user in holders.items() if area not in named
    ]
    Charge.objects.bulk_create(new, batch_size=200)
    return len(new)


def villages_of(campaign: Campaign) -> list[Division]:
    """The villages a campaign reaches."""
    level = Division.objects.filter(pk=campaign.area_id, level="village")
    below = Division.objects.filter(key__startswith=campaign.area_id, level="village")
    return list((level | below).order_by("key"))
