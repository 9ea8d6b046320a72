"""Take the chosen rows of a workbook into the register, each once, through the bulk form of the register's verbs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, QuerySet

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.steps import NotYourVerb, step
from gangqiao.imports.actions.doing import Doing
from gangqiao.imports.models import Import, Row
from gangqiao.imports.rows import keep_refusal
from gangqiao.imports.states import Decision, Outcome, Status
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.db import many
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.words import Say
from gangqiao.people.actions.many import Batch, together


class NothingChosen(Refusal):
    """No row of the workbook waits to be taken in."""

    def __init__(self) -> None:
        super().__init__(Say("No row is chosen. Choose the rows that are to be taken in, then try again."))


class ChangedSinceChecked(Refusal):
    """Somebody changed the person after the row was compared with the register."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "Somebody has changed this record since the workbook was compared with it. "
                "Bring the file in again to see it against the new state."
            )
        )


class CannotBeTaken(Refusal):
    """The row failed in a way nobody foresaw."""

    def __init__(self) -> None:
        super().__init__(
            Say("This row could not be taken in. Enter it on the person's page, or tell the administrator.")
        )


def apply(import_id: int, *, actor: Actor) -> Import:
    """Have the chosen rows taken in by a job after this. Raises NothingChosen, NotYourVerb, NotAllowedNow."""
    with step(Import, import_id, "imports.apply", actor=actor) as source:
        waiting = waiting_rows(source.pk).count()
        if not waiting:
            raise NothingChosen
        source.seen, source.total = 0, waiting
    return source


def waiting_rows(source: int) -> QuerySet[Row]:
    """The rows of an import that were chosen and not yet done."""
    return Row.objects.filter(source=source, decision=Decision.TAKE, outcome=Outcome.WAITS)


@dataclass(slots=True)
class Run:
    """One run of the job over an import: what it need not ask again for every chunk.

    repeated  persons who stand in several rows of the import
    ours      their revision after the last row of this import that was taken in: what we changed is no other's change
    """

    source: int
    repeated: Collection[int] = frozenset()
    ours: dict[int, int] = field(default_factory=dict)


class _Again(Exception):
    """Rows were refused: what was done is taken back, and the rest is done again without them."""

    def __init__(self, refused: dict[int, str]) -> None:
        super().__init__()
        self.refused = refused


def take_in(run: Run, keys: Sequence[int]) -> int:
    """Do the acts of some rows and set their outcomes, in one transaction. Returns how many rows were done.

    A row is done whole or not at all; who is refused keeps the sentence. Rows done before are passed over, so that a
    second run, or one beside this, changes nothing. Run within the scope of the import.
    """
    with transaction.atomic():
        source = Import.objects.select_for_update(of=("self",)).select_related("sender").get(pk=run.source)
        if source.status != Status.APPLYING:
            return 0
        rows = list(waiting_rows(run.source).filter(pk__in=keys).select_for_update().order_by("pk"))
        if not rows:
            return 0
        actor = actor_of(source.sender)
        said = _do(run, source, rows, actor)
        _write_outcomes(run, rows, said)
        Import.objects.filter(pk=run.source).update(seen=F("seen") + len(rows))
    return len(rows)


def refuse_row(run: Run, key: int, sentence: Refusal) -> None:
    """Refuse a row for a reason of ours, so that it does not stop the import."""
    with transaction.atomic():
        rows = list(waiting_rows(run.source).filter(pk=key).select_for_update())
        _write_outcomes(run, rows, {row.pk: keep_refusal(sentence) for row in rows})
        Import.objects.filter(pk=run.source).update(seen=F("seen") + len(rows))


def _do(run: Run, source: Import, rows: list[Row], actor: Actor) -> dict[int, str]:
    """Do the rows, and say of those that were refused why. What the sender may is asked anew for each chunk."""
    if not actor.may("imports.apply", source.area_id):
        return {row.pk: keep_refusal(NotYourVerb()) for row in rows}
    doing = Doing(source, rows)
    said: dict[int, str] = {}
    with scope_of(actor.areas("imports.apply")):
        while len(said) < len(rows):
            rest = [row for row in rows if row.pk not in said]
            try:
                with transaction.atomic(), together(actor) as batch:
                    refused = _refuse_changed(run, rest, batch, doing)
                    refused |= doing.attempt(batch, [row for row in rest if row.pk not in refused])
                    if refused:
                        raise _Again(refused)
                break
            except _Again as again:
                said |= again.refused
                doing.forget()
    return said


def _refuse_changed(run: Run, rows: list[Row], batch: Batch, doing: Doing) -> dict[int, str]:
    """Lock what the rows are about, and refuse those whose person another has changed since they were checked."""
    batch.lock(households=doing.households(rows), persons=doing.persons(rows))
    changed: dict[int, int] = {}  # by row, its person
    for row in rows:
        person = batch.persons.get(row.person or 0)
        if person is not None and row.revision not in (None, person.revision):
            changed[row.pk] = person.pk
    now = {key: batch.persons[key].revision for key in changed.values() if key in run.repeated}
    if any(run.ours.get(key) != revision for key, revision in now.items()):
        run.ours |= revisions_left(run.source, now)
    return {
        row: keep_refusal(ChangedSinceChecked())
        for row, key in changed.items()
        if key not in now or run.ours.get(key) != now[key]
    }


def revisions_left(source: int, persons: Collection[int]) -> dict[int, int]:
    """The revision in which the rows of an import that were taken in have left persons."""
    rows = Row.objects.filter(source=source, decision=Decision.TAKE, outcome=Outcome.APPLIED, person__in=list(persons))
    left: dict[int, int] = {}
    for person, revision in rows.values_list("person", "revision"):
        if person is not None and revision is not None:
            left[person] = max(left.get(person, 0), revision)
    return left


def _write_outcomes(run: Run, rows: list[Row], said: dict[int, str]) -> None:
    for row in rows:
        row.said = said.get(row.pk, "")
        row.outcome = Outcome.REFUSED if row.pk in said else Outcome.APPLIED
    many.update(Row, rows, ["outcome", "said", "person", "revision"])
    for row in rows:
        if row.person is not None and row.person in run.repeated and row.revision is not None and not row.said:
            run.ours[row.person] = row.revision
