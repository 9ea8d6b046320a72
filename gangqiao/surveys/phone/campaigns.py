"""The surveys of a village, their questions, the places one can choose, and what is due because of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.paths import upper_bound
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county_path
from gangqiao.surveys.models import Campaign, Task
from gangqiao.surveys.states import AT_VILLAGE, CampaignStatus

Json = dict[str, Any]


def carried(village: Division) -> list[Campaign]:
    """The surveys under way that reach the village."""
    found = Campaign.objects.filter(status=CampaignStatus.OPEN).select_related("questions").order_by("due_on", "pk")
    return [c for c in found if covers(c.area_id, village.key) or covers(village.key, c.area_id)]


def surveys(village: Division, actor: Actor) -> tuple[list[Json], str]:
    """The surveys with what is read out before the first question."""
    found = [_survey(c) for c in carried(village)]
    return found, str(found)


def _survey(campaign: Campaign) -> Json:
    return {
        "uuid": str(campaign.uuid),
        "name": campaign.name,
        "begins_on": campaign.begins_on.isoformat(),
        "due_on": campaign.due_on.isoformat(),
        "is_open": campaign.is_open,
        "notice": campaign.notice,
        "notice_version": campaign.notice_version,
        "questions": campaign.questions.digest if campaign.questions else "",
    }


def questions(village: Division, actor: Actor) -> tuple[Json, str]:
    """The sheets of questions by their digest, each once."""
    found = {c.questions.digest: c.questions.stored for c in carried(village) if c.questions}
    return found, ",".join(sorted(found))


def places(village: Division, actor: Actor) -> tuple[list[Json], str]:
    """Where people go to work, as finely as it is asked: countries, prefectures, the own province's counties, and all
    of the own county down to the villages. In the order of their keys, each key beginning with that of the place above.
    """
    county = county_path()
    province = county[: KEY_LENGTH[Level.PROVINCE]]
    near = Q(key__startswith=county, level__in=(Level.TOWNSHIP, Level.VILLAGE)) if county else Q(pk=None)
    in_province = Q(key__startswith=province, level=Level.COUNTY) if province else Q(pk=None)
    far = Q(level__in=(Level.COUNTRY, Level.PROVINCE, Level.PREFECTURE))
    rows = Division.objects.on(clock.today()).filter(far | in_province | near).order_by("key")
    found = [{"key": key, "name": name} for key, name in rows.values_list("key", "name")]
    return found, f"{len(found)}-{found[-1]['key'] if found else ''}"


def due(village: Division, actor: Actor) -> dict[UUID, list[Json]]:
    """The surveys a household still has to be visited for."""
    area = str(village.key)
    open_ones = {c.pk: c for c in carried(village)}
    waiting = Task.objects.filter(
        campaign__in=list(open_ones), area__gte=area, area__lt=upper_bound(area), status__in=AT_VILLAGE
    )
    found: dict[UUID, list[Json]] = {}
    for home, campaign in waiting.order_by("campaign").values_list("household__uuid", "campaign"):
        survey = open_ones[campaign]
        entry = {"kind": "survey", "title": survey.name, "until": survey.due_on.isoformat()}
        found.setdefault(home, []).append(entry | {"survey": str(survey.uuid)})
    return found
