"""The night of the cases, and what follows events of the register. Each may run twice and may be killed."""

from __future__ import annotations

from django_tasks import task

from gangqiao.assistance.actions import cases, proposing, proposing_events
from gangqiao.assistance.actions.keeping_workless import find_workless
from gangqiao.assistance.actions.measures_proof import link_proofs
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import gather
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path


@nightly
def assess_every_night() -> None:
    """Close what is over, judge everybody anew, reopen what is due, find households without work and what was done."""
    with scope_of([county_path()]):
        cases.close_gone()
        proposing.propose()
        cases.reassess_due()
        find_workless()
        link_proofs()


@gather("people")
@task()
def follow_changes() -> None:
    """Judge anew whom the newest events are about; once, however many events there were."""
    with scope_of([county_path()]):
        proposing_events.catch_up()


@task()
def assess_county() -> None:
    """The look that was asked for on the page, over the county."""
    with scope_of([county_path()]):
        proposing.propose()
        find_workless()
