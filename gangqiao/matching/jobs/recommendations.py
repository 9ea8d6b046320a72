"""When recommendations are made: every night, after changes of people at once, after changes of vacancies with a rest.

Each may run twice and may be killed. Whoever reads drops what is no longer open by itself; so only what is newly open
has to wait for a run.
"""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from gangqiao.audit.nightly import nightly
from gangqiao.audit.reads import head, persons_changed_since
from gangqiao.audit.subscriptions import enqueue_in, gather
from gangqiao.kernel import clock
from gangqiao.matching.actions.recommendations import recommend_everybody, recommend_persons
from gangqiao.matching.models import RecommendationRun
from gangqiao.matching.policy.points import policy_on
from gangqiao.matching.reads.recommendations_open import has_new_vacancies
from gangqiao.matching.reads.recommendations_stored import latest_run
from gangqiao.places.reads import county_path

AT_ONCE = 400  # persons: more are quicker with the whole county


@nightly
def recommend_at_night() -> None:
    """The whole county. Before anything is loaded there is nobody."""
    if county_path():
        recommend_everybody()
        follow_people.call()


@gather("people")
@task()
def follow_people() -> None:
    """Whoever changed since the last run, and since this ran last."""
    run = latest_run()
    if run is None:
        return
    seq = head()
    changed = persons_changed_since(run.seq)
    if changed is None or len(changed) > AT_ONCE:
        recommend_everybody()
        return
    recommend_persons(changed)
    RecommendationRun.objects.filter(pk=run.pk, seq__lt=seq).update(seq=seq)


@gather("vacancies")
@task()
def follow_vacancies() -> None:
    """The whole county, when something is open that the last run did not know; not more often than the city says."""
    run = latest_run()
    if run is None or not has_new_vacancies(run):
        return
    rests_until = (run.done_at or run.begun_at) + timedelta(minutes=policy_on(clock.today()).rest_minutes)
    if (rest := (rests_until - clock.now()).total_seconds()) > 0:
        enqueue_in(follow_vacancies, rest)
        return
    recommend_everybody()
    follow_people.call()
