"""Minutes learned online, from the list of a platform. Each line that cannot be taken is told in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from gangqiao.audit.events import record
from gangqiao.audit.steps import step_of
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.words import Say
from gangqiao.people.models import Person
from gangqiao.training.actions.attending import ATTEND, count_minutes, own
from gangqiao.training.actions.reach import acting, lock_class, own_class, whole
from gangqiao.training.models import Class, Enrolment, OnlineMinutes
from gangqiao.training.policy.guards import NUMBERS
from gangqiao.training.refusals_learners import NotOnline, NotRunning
from gangqiao.training.states import EnrolmentStatus, Status
from gangqiao.training.workbooks import Line

TAKE = "training.take_minutes"
E = EnrolmentStatus


@dataclass(slots=True)
class Taken:
    """What came of a file. told: line of the file and why it was not taken."""

    lines: int = 0
    taken: int = 0
    same: int = 0
    told: list[tuple[int, Say]] = field(default_factory=list)


def take_minutes(held_uuid: UUID, lines: Iterable[Line], file: str, *, actor: Actor) -> Taken:
    """Take in the minutes of a platform's list; what is there already is not taken again: twice changes nothing.

    Raises Class.DoesNotExist, NotYourVerb, NotRunning, NotOnline.
    """
    found, done = own_class(held_uuid, TAKE, actor), Taken()
    with whole():
        held = lock_class(found.pk)
        if held.status != Status.RUNNING:
            raise NotRunning
        if held.form != "online" and not held.sessions.filter(is_online=True).exists():
            raise NotOnline
        rows = list(Enrolment.objects.select_for_update(of=("self",)).filter(held=held).order_by("pk"))
        known = _Known(held, rows)
        for line in lines:
            done.lines += 1
            _take(line, known, done, file, actor)
        for row in known.touched.values():
            count_minutes(row)
        record(TAKE, actor=actor, subject=held, reason=f"{done.taken}/{done.lines}", source="file")
    return done


class _Known:
    """The learners of a locked class by what a file may say of them, and the minutes that are there."""

    def __init__(self, held: Class, rows: list[Enrolment]) -> None:
        self.held = held
        self.touched: dict[int, Enrolment] = {}
        people = {one.pk: one for one in Person.objects.filter(pk__in=[row.person_id for row in rows])}
        self.by_id = {number: row for row in rows if (number := str(people[row.person_id].id_number or ""))}
        self.by_phone = _once((row.shown_phone or "", row) for row in rows)
        self.by_name = _once((row.shown_name or "", row) for row in rows)
        there = OnlineMinutes.objects.filter(enrolment__in=rows).values_list("enrolment_id", "on", "minutes")
        self.there = {(key, on): minutes for key, on, minutes in there}
        self.said: dict[tuple[int, object], int] = {}

    def find(self, line: Line) -> Enrolment | None:
        """By number, then phone, then a name that only one learner has; what contradicts itself is nobody."""
        if line.id_number:
            return self.by_id.get(line.id_number)
        if line.phone and line.phone in self.by_phone:
            return self.by_phone[line.phone]
        return self.by_name.get(line.name)


def _once(pairs: Iterable[tuple[str, Enrolment]]) -> dict[str, Enrolment]:
    found: dict[str, list[Enrolment]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return {key: rows[0] for key, rows in found.items() if key and len(rows) == 1}


def _take(line: Line, known: _Known, done: Taken, file: str, actor: Actor) -> None:
    row = known.find(line)
    why = _why_not(line, row, known)
    if why is not None or row is None:
        done.told.append((line.number, why or Say("Nobody of this class is meant by this line.")))
        return
    assert line.on is not None
    assert line.minutes is not None
    key = (row.pk, line.on)
    known.said[key] = line.number
    if known.there.get(key) == line.minutes:
        done.same += 1
        return
    if row.status == E.ADMITTED:
        with step_of(row, ATTEND, actor=acting(actor, ATTEND, row), source="file"):
            pass
    OnlineMinutes.objects.create(**own(row), on=line.on, minutes=line.minutes, file=file[:80])
    known.touched[row.pk] = row
    done.taken += 1


def _why_not(line: Line, row: Enrolment | None, known: _Known) -> Say | None:
    if row is None:
        return Say("Nobody of this class is meant by this line.")
    if row.status not in (E.ADMITTED, E.ATTENDING):
        return Say("This learner is not in the class any more.")
    if line.on is None or line.minutes is None:
        return Say("Day or minutes cannot be read.")
    if not known.held.begins_on <= line.on <= known.held.ends_on:
        return Say("%(day)s lies outside of the days of the class.", day=line.on)
    most = int(NUMBERS.on(line.on).online_minutes_a_day)
    if line.minutes > most:
        return Say("%(n)d minutes are more than the %(most)d that count in a day.", n=line.minutes, most=most)
    return _why_double(line, row, known)


def _why_double(line: Line, row: Enrolment, known: _Known) -> Say | None:
    assert line.on is not None
    key = (row.pk, line.on)
    if key in known.said:
        return Say("The file says this day of this learner in line %(line)d, too.", line=known.said[key])
    there = known.there.get(key)
    if there is not None and there != line.minutes:
        return Say("%(n)d minutes of this day were taken in before. They stay.", n=there)
    return None
