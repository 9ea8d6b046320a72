"""Who says at the door that a vacancy interests them is proposed for it: nobody has to type that again."""

from __future__ import annotations

from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import after
from gangqiao.kernel.actor import Actor, Level, Post
from gangqiao.matching.actions.referrals import SUGGEST, suggest_many
from gangqiao.vacancies.models import Response
from gangqiao.vacancies.reads.delivering import newest_responses
from gangqiao.vacancies.states import Answer

SOURCE = "door"


@after("vacancies.respond")
def propose_who_is_interested(event: Event) -> None:
    """The newest answer to a vacancy counts; a no or a question proposes nothing. Done twice it proposes once."""
    if not event.person:
        return
    said = newest_responses(Response.objects.filter(person__uuid=event.person))
    pairs = [(row.person_id, row.vacancy) for row in said if row.answer == Answer.INTERESTED]
    post = Post(role="", unit="", area=event.area, verbs=frozenset({SUGGEST}), level=Level.PUBLIC)
    suggest_many(pairs, actor=Actor(user_id=None, name="system", posts=(post,)), source=SOURCE)
