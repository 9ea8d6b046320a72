"""What audits found about training, as rules on columns (domain notes 3.3). No Django.

Each guard takes the frames of some learners and gives one row for each thing that does not fit: whom and which session
it is about, and the day, the class and the number that show it. The same lines stop an enrolment, fill the list of
work at night and stand before the claim. Unknown is never "fits".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from gangqiao.kernel.policy import Numbers, Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("guards.yaml"))

LEARNERS = {
    "enrolment": pl.Int64, "person": pl.Int64, "held": pl.Int64, "trade": pl.String, "level": pl.Int64,
    "is_free": pl.Boolean, "form": pl.String, "place_kind": pl.String, "begins": pl.Date, "ends": pl.Date,
    "born": pl.Date, "died": pl.Date, "is_poor": pl.Boolean, "min_age": pl.Int64, "max_age": pl.Int64,
    "hours": pl.Int64, "objected": pl.Boolean,
}  # fmt: skip
OTHERS = {
    "person": pl.Int64, "held": pl.Int64, "trade": pl.String, "level": pl.Int64, "is_free": pl.Boolean,
    "begins": pl.Date, "ends": pl.Date, "finished": pl.Boolean,
}  # fmt: skip
SPELLS = {"person": pl.Int64, "started": pl.Date, "ended": pl.Date, "area_level": pl.String, "is_farm": pl.Boolean}
SIGNED = {
    "enrolment": pl.Int64, "person": pl.Int64, "session": pl.Int64, "held": pl.Int64, "on": pl.Date,
    "starts": pl.Datetime, "stops": pl.Datetime, "at": pl.Datetime, "way": pl.String, "minutes": pl.Int64,
}  # fmt: skip
ONLINE = {"enrolment": pl.Int64, "on": pl.Date, "minutes": pl.Int64}
SESSIONS = {
    "held": pl.Int64, "session": pl.Int64, "on": pl.Date, "starts": pl.Datetime, "stops": pl.Datetime,
    "hours": pl.Int64, "is_online": pl.Boolean,
}  # fmt: skip
CALLS = {"enrolment": pl.Int64, "session": pl.Int64, "kind": pl.String, "result": pl.String}
FOUND: dict[str, Any] = {
    "guard": pl.String, "held": pl.Int64, "enrolment": pl.Int64, "session": pl.Int64, "day": pl.Date,
    "other": pl.Int64, "number": pl.Int64,
}  # fmt: skip
DENIALS = ("denied", "not_enrolled")


@dataclass(frozen=True, slots=True)
class Frames:
    """What the guards look at.

    learners  one row each; others: their places in other classes that count; spells: their times of work
    signed    attendance that stands, of these learners in every class; online: minutes by day
    sessions  the timetables of their classes; calls: what was answered when they were asked
    """

    learners: pl.DataFrame
    others: pl.DataFrame
    spells: pl.DataFrame
    signed: pl.DataFrame
    online: pl.DataFrame
    sessions: pl.DataFrame
    calls: pl.DataFrame


def minutes_asked(hours: int, day: date) -> int:
    """How many minutes of so many class hours somebody has to attend to pass."""
    numbers = NUMBERS.on(day)
    return -(-hours * int(numbers.minutes_of_hour) * int(numbers.pass_share) // 100)


Guard = Callable[[Frames, Numbers], pl.DataFrame]


def frame(rows: Sequence[Sequence[Any]], schema: dict[str, Any]) -> pl.DataFrame:
    """A frame of rows in the order of a schema; also of none."""
    return pl.DataFrame(rows, schema=schema, orient="row")


def found(rows: pl.DataFrame, guard: str, **columns: Any) -> pl.DataFrame:
    """Rows as findings of a guard; a column that is not named is null."""
    given = {"guard": pl.lit(guard), **columns}
    have = set(rows.columns)
    picked = [
        given[name].alias(name) if name in given else (pl.col(name) if name in have else pl.lit(None).alias(name))
        for name in FOUND
    ]
    return rows.select(picked).cast(pl.Schema(FOUND)).unique(maintain_order=True)


# --- the person -------------------------------------------------------------------------------------------------------


def _work_meanwhile(frames: Frames) -> pl.DataFrame:
    """Times of paid work that ran on a day of class: one they signed for; of who signed for none, any day of it."""
    came = frames.signed.select("enrolment", "on").unique()
    days = frames.learners.join(came, on="enrolment", how="left", maintain_order="left")
    first, last = pl.coalesce("on", "begins"), pl.coalesce("on", "ends")
    both = days.join(frames.spells.filter(~pl.col("is_farm")), on="person", how="inner", maintain_order="left")
    runs = (pl.col("started") < last) & (pl.col("ended").is_null() | (pl.col("ended") > first))
    return both.filter(runs).group_by("enrolment", maintain_order=True).first()


def at_work(frames: Frames, numbers: Numbers) -> pl.DataFrame:
    """Work near home on a day of class, unless the class is for those who have work, or learned from anywhere."""
    both = _work_meanwhile(frames)
    fits = pl.col("form").is_in([*numbers.with_employer_forms, *numbers.anywhere_forms])
    near = ~pl.col("area_level").is_in(list(numbers.away_levels))
    return found(both.filter(near & ~fits), "at_work", day=pl.col("started"))


def away(frames: Frames, numbers: Numbers) -> pl.DataFrame:
    """Work far from home on a day of class, unless the class is held where people work (R080)."""
    both = _work_meanwhile(frames)
    fits = pl.col("form").is_in([*numbers.with_employer_forms, *numbers.anywhere_forms])
    fits |= pl.col("place_kind") == "work"
    far = pl.col("area_level").is_in(list(numbers.away_levels))
    return found(both.filter(far & ~fits), "away", day=pl.col("started"))


def dead(frames: Frames, _numbers: Numbers) -> pl.DataFrame:
    """Died before the last day of class."""
    gone = frames.learners.filter(pl.col("died") <= pl.col("ends"))
    return found(gone, "dead", day=pl.col("died"))


def age(frames: Frames, _numbers: Numbers) -> pl.DataFrame:
    """On the first day of class outside the ages of the course; an age that is not known does not fit."""
    born, day = pl.col("born"), pl.col("begins")
    not_yet = (born.dt.month() * 100 + born.dt.day().cast(pl.Int16)) > (day.dt.month() * 100 + day.dt.day())
    years = (day.dt.year() - born.dt.year() - not_yet.cast(pl.Int32)).cast(pl.Int64)
    fits = years.is_between(pl.col("min_age"), pl.col("max_age")).fill_null(value=False)
    return found(frames.learners.filter(~fits), "age", number=years)


def objected(frames: Frames, _numbers: Numbers) -> pl.DataFrame:
    """Said not to be in the class, and yet was signed in. Who objected before that is only off the list."""
    return found(frames.learners.filter(pl.col("objected")).join(frames.signed, on="enrolment", how="semi"), "objected")


# --- other classes ----------------------------------------------------------------------------------------------------


def _beside(frames: Frames) -> pl.DataFrame:
    both = frames.learners.join(frames.others, on="person", suffix="_2", how="inner", maintain_order="left")
    return both.filter(pl.col("held") != pl.col("held_2"))


def two_classes(frames: Frames, _numbers: Numbers) -> pl.DataFrame:
    """A place in another class that is held on some of the same days."""
    both = _beside(frames).filter((pl.col("begins") <= pl.col("ends_2")) & (pl.col("begins_2") <= pl.col("ends")))
    first = both.group_by("enrolment", maintain_order=True).first()
    return found(first, "two_classes", other=pl.col("held_2"), day=pl.col("begins_2"))


def same_trade(frames: Frames, _numbers: Numbers) -> pl.DataFrame:
    """Finished a course of the trade before, of this level or a higher one."""
    both = _beside(frames).filter(
        pl.col("finished")
        & (pl.col("trade") == pl.col("trade_2"))
        & (pl.col("level") <= pl.col("level_2"))
        & (pl.col("begins_2") < pl.col("begins"))
    )
    first = both.group_by("enrolment", maintain_order=True).first()
    return found(first, "same_trade", other=pl.col("held_2"), day=pl.col("ends_2"))


def too_many(frames: Frames, numbers: Numbers) -> pl.DataFrame:
    """More free courses begun in a calendar year, up to this one, than the year allows."""
    both = _beside(frames).filter(
        pl.col("is_free")
        & pl.col("is_free_2")
        & (pl.col("begins").dt.year() == pl.col("begins_2").dt.year())
        & ((pl.col("begins_2") < pl.col("begins"))
           | ((pl.col("begins_2") == pl.col("begins")) & (pl.col("held_2") < pl.col("held"))))
    )  # fmt: skip
    before = both.group_by("enrolment", "held", "is_poor", maintain_order=True).agg(many=pl.len() + 1)
    poor, others = int(numbers.free_courses_poor), int(numbers.free_courses)
    allowed = pl.when(pl.col("is_poor")).then(pl.lit(poor)).otherwise(pl.lit(others))
    return found(before.filter(pl.col("many") > allowed), "too_many", number=pl.col("many").cast(pl.Int64))


# --- attendance -------------------------------------------------------------------------------------------------------


def sessions_overlap(frames: Frames, _numbers: Numbers) -> pl.DataFrame:
    """Signed in to two sessions at one time."""
    here = frames.signed.join(frames.learners.select("enrolment"), on="enrolment", how="semi")
    both = here.join(frames.signed, on="person", suffix="_2", how="inner", maintain_order="left")
    at_once = (pl.col("starts") < pl.col("stops_2")) & (pl.col("starts_2") < pl.col("stops"))
    twice = both.filter((pl.col("session") != pl.col("session_2")) & at_once)
    return found(twice, "sessions_overlap", day=pl.col("on"), other=pl.col("held_2"))


def hours(frames: Frames, numbers: Numbers) -> pl.DataFrame:
    """More hours than days and times hold: of a timetable, of a learner's day, of sign-ins made all on one day."""
    least = int(numbers.minutes_of_hour)
    return pl.concat([
        _crowded_days(frames, numbers), _short_sessions(frames, least), _missing_hours(frames),
        _crowded_learners(frames, numbers), _signed_on_one_day(frames),
    ])  # fmt: skip


def _crowded_days(frames: Frames, numbers: Numbers) -> pl.DataFrame:
    by_day = frames.sessions.filter(~pl.col("is_online")).group_by("held", "on", maintain_order=True)
    days = by_day.agg(number=pl.col("hours").sum())
    return found(days.filter(pl.col("number") > int(numbers.hours_a_day)), "hours", day=pl.col("on"))


def _short_sessions(frames: Frames, least: int) -> pl.DataFrame:
    lasts = (pl.col("stops") - pl.col("starts")).dt.total_minutes()
    short = frames.sessions.filter(~pl.col("is_online") & (lasts < pl.col("hours") * least))
    return found(short, "hours", day=pl.col("on"), number=pl.col("hours"))


def _missing_hours(frames: Frames) -> pl.DataFrame:
    """A class of more hours than its timetable has; one without a timetable has nothing to be claimed."""
    held = frames.learners.select("held", class_hours="hours").unique(maintain_order=True)
    taught = frames.sessions.group_by("held").agg(taught=pl.col("hours").sum())
    both = held.join(taught, on="held", how="left", maintain_order="left")
    return found(both.filter(pl.col("taught") < pl.col("class_hours")), "hours", number=pl.col("taught"))


def _crowded_learners(frames: Frames, numbers: Numbers) -> pl.DataFrame:
    whole = int(numbers.hours_a_day) * int(numbers.minutes_of_hour)
    online = found(
        frames.online.join(frames.learners.select("enrolment", "held"), on="enrolment", how="inner")
        .filter(pl.col("minutes") > int(numbers.online_minutes_a_day)),
        "hours", day=pl.col("on"), number=pl.col("minutes"),
    )  # fmt: skip
    came = frames.signed.join(frames.learners.select("enrolment"), on="enrolment", how="semi")
    by_day = came.group_by("enrolment", "held", "on", maintain_order=True).agg(number=pl.col("minutes").sum())
    return pl.concat([online, found(by_day.filter(pl.col("number") > whole), "hours", day=pl.col("on"))])


def _signed_on_one_day(frames: Frames) -> pl.DataFrame:
    """Sessions of several days, all signed for by code or roll-call on one day: a day claimed as many."""
    came = frames.signed.join(frames.learners.select("enrolment"), on="enrolment", how="semi")
    late = came.filter(pl.col("way").is_in(["qr", "list"]) & (pl.col("at").dt.date() != pl.col("on")))
    made = late.with_columns(made=pl.col("at").dt.date())
    by_day = made.group_by("enrolment", "held", "made", maintain_order=True).agg(number=pl.col("on").n_unique())
    return found(by_day.filter(pl.col("number") > 1), "hours", day=pl.col("made"), number=pl.col("number"))


def one_hand(frames: Frames, numbers: Numbers) -> pl.DataFrame:
    """Signed before the township in another hand than on the sheet; or codes shown quicker than people can."""
    other = frames.calls.filter((pl.col("kind") == "hand") & (pl.col("result") == "other"))
    hands = frames.learners.join(other, on="enrolment", how="inner", maintain_order="left")
    here = frames.signed.join(frames.learners.select("held"), on="held", how="semi").filter(pl.col("way") == "qr")
    spans = here.group_by("held", "session", "on", maintain_order=True).agg(
        many=pl.len(), seconds=(pl.col("at").max() - pl.col("at").min()).dt.total_seconds()
    )
    quick = spans.filter(
        (pl.col("many") >= int(numbers.burst_least))
        & (pl.col("seconds") < (pl.col("many") - 1) * int(numbers.quickest_seconds))
    )
    return pl.concat([
        found(hands, "one_hand"),
        found(quick, "one_hand", day=pl.col("on"), number=pl.col("many").cast(pl.Int64)),
    ])  # fmt: skip


def denied(frames: Frames, _numbers: Numbers) -> pl.DataFrame:
    """Said in the call-back not to have been there, or not to be enrolled."""
    no = frames.calls.filter((pl.col("kind") == "call") & pl.col("result").is_in(list(DENIALS)))
    return found(frames.learners.join(no, on="enrolment", how="inner", maintain_order="left"), "denied")


# Who may not join, by what is known on the day; and all of them, by which a class is looked through.
AT_THE_DOOR: tuple[Guard, ...] = (at_work, away, two_classes, same_trade, too_many, dead, age)
ALL: tuple[Guard, ...] = (*AT_THE_DOOR, hours, sessions_overlap, one_hand, denied, objected)


def look(frames: Frames, day: date, guards: Sequence[Guard] = ()) -> pl.DataFrame:
    """Everything that does not fit, by the numbers in force on a day; in the order of the guards.

    guards  which of them; () all
    """
    numbers = NUMBERS.on(day)
    # Who objected is asked about in one way alone: whether somebody signed in their name.
    stays = replace(frames, learners=frames.learners.filter(~pl.col("objected")))
    return pl.concat([guard(frames if guard is objected else stays, numbers) for guard in guards or ALL])
