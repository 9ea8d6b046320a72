"""Makes the checks: over the county, after changes, and for one record that is said to be mended."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from gangqiao.audit.events import record
from gangqiao.audit.models import Chain, ChainHead, Event
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.places.reads import county_path
from gangqiao.quality.actions.counting import count_villages, village_of
from gangqiao.quality.actions.syncing import Tally, compare, write
from gangqiao.quality.models import Doubt, Run, Watch
from gangqiao.quality.policy import RULES, About, findings
from gangqiao.quality.reads.columns import Around, pull, pull_around

EVENTS_AT_ONCE = 100  # their persons are checked in one transaction
BACKLOG = 20_000  # from so many events on, reading the county once is cheaper
_PERSONAL = [rule.key for rule in RULES.values() if rule.about is not About.HOUSEHOLD]
_OF_HOUSEHOLDS = [rule.key for rule in RULES.values() if rule.about is About.HOUSEHOLD]


def run_county(*, by: str = SYSTEM.name) -> Run:
    """Check every record of the county and count every village. A run that was cut short is taken up.

    Changes made meanwhile are checked once more at the end: the rows read here may be older than they are.
    """
    with everywhere(reason="data checks"):
        run = Run.objects.filter(finished_at=None).order_by("pk").first() or Run(begun_by=by[:100])
        run.seq, run.done, run.total = settled_head(), 0, None
        run.save()
        frames = pull()
        differences = compare(findings(frames, clock.today()), Doubt.objects.all())
        run.persons, run.total = frames.persons.height, len(differences)
        run.save()
        tally = write(differences, day=clock.today(), progress=lambda done: _say(run, done))
        count_villages()
        _finish(run, tally)
    return run


def _say(run: Run, done: int) -> None:
    Run.objects.filter(pk=run.pk).update(done=done)


def _finish(run: Run, tally: Tally) -> None:
    run.done, run.finished_at = run.total or 0, clock.now()
    run.found, run.mended, run.reopened = tally.found, tally.mended, tally.reopened
    with transaction.atomic():
        watch = _locked_watch()
        watch.seq = run.seq
        watch.save()
        run.save()
        record("quality.run", actor=SYSTEM, area=county_path(), reason=_in_words(run), source="quality")


def _in_words(run: Run) -> str:
    """What a run found, in the county's language, whoever reads the log later."""
    with override(settings.LANGUAGE_CODE):
        said = _("%(persons)d persons: %(found)d found, %(mended)d mended, %(again)d found again")
        return said % {"persons": run.persons, "found": run.found, "mended": run.mended, "again": run.reopened}


def settled_head() -> int:
    """The number of the last event, once every act that is being written at this moment has ended."""
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().filter(pk=Chain.EVENTS.value).first()
        return 0 if head is None else head.seq


def catch_up() -> bool:
    """Check everybody whom events since the last time are about. False when the whole county has to be checked."""
    with everywhere(reason="data checks"):
        head = settled_head()
        while (seq := Watch.objects.values_list("seq", flat=True).first() or 0) < head:
            if head - seq > BACKLOG or not _catch_up_batch():
                return False
    return True


@transaction.atomic
def _catch_up_batch() -> bool:
    """One batch of events, with the mark how far it came: killed in between, nothing is passed over."""
    watch = _locked_watch()
    events = list(Event.objects.filter(seq__gt=watch.seq).order_by("seq")[:EVENTS_AT_ONCE])
    # What a load says names nobody in particular: it may have changed everybody.
    if any(e.person is None and not e.subject and e.verb.startswith(("people.", "synth.")) for e in events):
        return False
    changed = [e for e in events if e.verb.startswith("people.")]
    persons = _persons_of(changed)
    check_persons(persons)
    count_villages({village_of(e.area) for e in changed if e.area} | _villages_of(persons))
    if events:
        watch.seq = events[-1].seq
        watch.save()
    return True


def _locked_watch() -> Watch:
    Watch.objects.get_or_create(pk=1)
    return Watch.objects.select_for_update().get(pk=1)


def _persons_of(events: Iterable[Event]) -> set[int]:
    uuids = {UUID(str(e.person)) for e in events if e.person}
    kind = "people.household:"
    homes = {UUID(e.subject.removeprefix(kind)) for e in events if e.subject.startswith(kind)}
    named = Q(uuid__in=uuids) | Q(household__uuid__in=homes) if homes else Q(uuid__in=uuids)
    return set(Person.objects.filter(named).values_list("pk", flat=True))


def _villages_of(persons: Collection[int]) -> set[str]:
    return {village_of(area) for area in Person.objects.filter(pk__in=persons).values_list("area_id", flat=True)}


def check_persons(persons: Collection[int], households: Collection[int | None] = ()) -> Tally:
    """Check these persons, their households and whoever shares a number with them, now, and bring their doubts in line.

    The same checks as over the county, on fewer rows.
    """
    with everywhere(reason="data checks"):
        asked = set(persons) | _once_found_with(persons)
        asked |= set(Person.objects.filter(household__in=[h for h in households if h]).values_list("pk", flat=True))
        if not asked:
            return Tally()
        around = pull_around(asked)
        found = _complete(findings(around.frames, clock.today()), around)
        known = Doubt.objects.filter(
            Q(rule__in=_PERSONAL, person__in=around.persons) | Q(rule__in=_OF_HOUSEHOLDS, record__in=around.households)
        )
        return write(compare(found, known), day=clock.today())


def _once_found_with(persons: Collection[int]) -> set[int]:
    """Who had a phone number in common with them: when they changed it, the other's doubt is gone, too."""
    shared = Doubt.objects.filter(rule="phone_in_two_households", person__in=persons)
    return {int(holder) for doubt in shared for holder in doubt.named.get("holders", ())}


def _complete(found: pl.DataFrame, around: Around) -> pl.DataFrame:
    is_personal = pl.col("rule").is_in(_PERSONAL)
    return found.filter(
        (is_personal & pl.col("person_id").is_in(list(around.persons)))
        | (~is_personal & pl.col("record").is_in(list(around.households)))
    )


def ask_for_run(*, actor: Actor) -> None:
    """Write who wants the county checked; the caller enqueues the job. Asked twice, nothing is found twice."""
    require(actor, "quality.run", area=county_path())
    record("quality.run", actor=actor, area=county_path())
