"""Makes a paper after it was asked for. Bears being run twice, and being killed."""

from __future__ import annotations

from uuid import UUID

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import after
from gangqiao.briefings import actions
from gangqiao.briefings.actions import MAKE
from gangqiao.briefings.content.making import make
from gangqiao.briefings.models import Briefing
from gangqiao.briefings.refusals import PostEnded
from gangqiao.briefings.states import Status
from gangqiao.briefings.writing import Imprint, write_all
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import scope_of


@after(MAKE)
def make_after(event: Event) -> None:
    """Make what was asked for."""
    asked = Briefing.objects.select_related("area", "asked_by", "meeting")
    if found := asked.filter(uuid=UUID(event.subject.partition(":")[2])).first():
        make_briefing(found)


def make_briefing(briefing: Briefing) -> None:
    """The paper in every language and form, or a sentence about why there is none.

    For the one who asked: with the posts in force now, in their scope.
    """
    if briefing.status != Status.WAITS:
        return
    actor = actor_of(briefing.asked_by)
    with scope_of(actor.areas(MAKE)):
        try:
            if not actor.may(MAKE, briefing.area_id):
                raise PostEnded
            made = make(briefing)
            documents = write_all(made.papers, Imprint())
        except Refusal as refusal:
            _give_up(briefing, refusal)
            return
        actions.finish(briefing.pk, made, documents)


def _give_up(briefing: Briefing, refusal: Refusal) -> None:
    # Outside the scope of posts that may have ended, or the paper would wait for ever.
    with scope_of([briefing.area_id]):
        actions.give_up(briefing.pk, refusal)
