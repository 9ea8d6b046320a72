"""What the survey puts on the list of work."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.surveys.models import Campaign, Recheck, Task
from gangqiao.surveys.reads.differences import many_and_oldest
from gangqiao.surveys.states import CampaignStatus, Status


@register("surveys.households", verb="surveys.collect")
def households(actor: Actor) -> Iterable[QueueEntry]:
    """Households a village still has to survey. The township sees what waits for its own answer instead."""
    if actor.may("surveys.accept"):
        return
    for campaign in Campaign.objects.filter(status=CampaignStatus.OPEN):
        own = Task.objects.filter(campaign=campaign)
        many = own.filter(status__in=(Status.ASSIGNED, Status.COLLECTING)).count()
        returned = own.filter(status=Status.RETURNED).count()
        href = reverse("surveys:work", args=[campaign.uuid])
        late = clock.today() > campaign.due_on
        if returned:
            title = ngettext("%(many)s household was returned", "%(many)s households were returned", returned)
            yield QueueEntry(
                title=title % {"many": f"{returned:,}"},
                reason=gettext("%(survey)s: the township wrote why at each of them.") % {"survey": campaign.name},
                act=gettext("Mend"),
                href=f"{href}?part=returned",
                urgency=Urgency.DUE,
                count=returned,
            )
        if many:
            title = ngettext("%(many)s household is to be surveyed", "%(many)s households are to be surveyed", many)
            yield QueueEntry(
                title=title % {"many": f"{many:,}"},
                reason=gettext("%(survey)s, due on %(day)s.") % {"survey": campaign.name, "day": campaign.due_on},
                act=gettext("Go on"),
                href=href,
                urgency=Urgency.OVERDUE if late else Urgency.OPEN,
                since=campaign.begins_on,
                count=many,
            )


@register("surveys.submitted", verb="surveys.accept")
def submitted(actor: Actor) -> Iterable[QueueEntry]:
    """Households handed in that wait for the township."""
    for campaign in Campaign.objects.filter(status=CampaignStatus.OPEN):
        many = Task.objects.filter(campaign=campaign, status=Status.SUBMITTED).count()
        if many:
            title = ngettext("%(many)s surveyed household waits", "%(many)s surveyed households wait", many)
            yield QueueEntry(
                title=title % {"many": f"{many:,}"},
                reason=gettext("%(survey)s: accept them, or return them with a remark.") % {"survey": campaign.name},
                act=gettext("Look through"),
                href=f"{reverse('surveys:work', args=[campaign.uuid])}?part=submitted",
                urgency=Urgency.OPEN,
                count=many,
            )


@register("surveys.rechecks", verb="surveys.sample")
def rechecks(actor: Actor) -> Iterable[QueueEntry]:
    """Households of a sample nobody has visited again."""
    for campaign in Campaign.objects.filter(status=CampaignStatus.OPEN):
        many = Recheck.objects.filter(task__campaign=campaign, found="").count()
        if many:
            title = ngettext(
                "%(many)s drawn household to visit again", "%(many)s drawn households to visit again", many
            )
            yield QueueEntry(
                title=title % {"many": f"{many:,}"},
                reason=gettext("%(survey)s: the random sample.") % {"survey": campaign.name},
                act=gettext("Record what was found"),
                href=reverse("surveys:sample", args=[campaign.uuid]),
                urgency=Urgency.OPEN,
                count=many,
            )


@register("surveys.differences", verb="surveys.settle")
def differences(actor: Actor) -> Iterable[QueueEntry]:
    """Answers two people gave differently, that wait for the township."""
    many, oldest = many_and_oldest()
    if not many or oldest is None:
        return
    since = clock.day_of(oldest)
    days = (clock.today() - since).days
    title = ngettext("%(many)s answer differs from the register", "%(many)s answers differ from the register", many)
    yield QueueEntry(
        title=title % {"many": f"{many:,}"},
        reason=ngettext("The oldest waits for %(days)s day.", "The oldest waits for %(days)s days.", days)
        % {"days": days},
        act=gettext("Settle"),
        href=reverse("surveys:differences"),
        urgency=Urgency.OVERDUE if days >= 30 else Urgency.DUE if days >= 7 else Urgency.OPEN,
        since=since,
        count=many,
    )
