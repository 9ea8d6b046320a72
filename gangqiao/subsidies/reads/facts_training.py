"""Facts of training: the last class that was over before a day, and the last certificate given.

Days are those of attendance that stands, as `training.reads.claims` counts them. A class is clear when it was handed
over for its subsidy and nothing that blocks is open or confirmed now, about it or about the learner; of a class that
was closed nobody knows any more whether it was handed over.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from gangqiao.matching.features.tables import CODE, DAY, INT, Table
from gangqiao.training.models import Attendance, Certificate, Class, Doubt, Enrolment, OnlineMinutes, Session
from gangqiao.training.states import FINISHED, EnrolmentStatus, Status

_ENROLMENT, _CLASS, _SESSION = (model._meta.db_table for model in (Enrolment, Class, Session))
_ATTENDANCE, _ONLINE, _DOUBT = (model._meta.db_table for model in (Attendance, OnlineMinutes, Doubt))
_CERTIFICATE = Certificate._meta.db_table
_DONE = (*FINISHED, EnrolmentStatus.FAILED)
COLUMNS = ("is_trained", "is_class_clear", "days_attended", "course_form", "certificate_level", "certificate_on")


def tables(day: date, theirs: str) -> dict[str, Table]:
    """What is asked of training, by name. theirs: SQL of whose, by `person_id`."""
    own = theirs.replace("person_id", "e.person_id")
    done = ", ".join(f"'{status}'" for status in _DONE)
    over = f"c.ends_on < '{day}' AND e.status IN ({done})"
    of_class = f"JOIN {_ENROLMENT} e ON e.id = a.enrolment_id JOIN {_CLASS} c ON c.id = e.held_id"
    listed = f"{_ENROLMENT} e JOIN {_CLASS} c ON c.id = e.held_id"
    ids = {"enrolment": ("a.enrolment_id", INT)}
    return {
        "enrolments": Table(listed, {
            "person_id": ("e.person_id", INT), "enrolment": ("e.id", INT), "held": ("c.id", INT),
            "ends": ("c.ends_on", DAY), "objected": ("e.objected_on", DAY), "status": ("e.status", CODE),
            "of_class": ("c.status", CODE), "form": ("c.form", CODE),
        }, f"{over} AND {own}"),
        "signed": Table(f"{_ATTENDANCE} a {of_class} JOIN {_SESSION} s ON s.id = a.session_id",
                        {**ids, "day": (f's.{_quoted("on")}', DAY)},
                        f"a.struck_on IS NULL AND a.minutes > 0 AND {over} AND {own}"),
        "online": Table(f"{_ONLINE} a {of_class}", {**ids, "day": (f'a.{_quoted("on")}', DAY)},
                        f"a.minutes > 0 AND {over} AND {own}"),
        "doubts": Table(_DOUBT, {"held": ("held_id", INT), "enrolment": ("enrolment_id", INT)},
                        "blocks AND outcome IN ('', 'confirmed')"),
        "certificates": Table(f"{_CERTIFICATE} t JOIN {_ENROLMENT} e ON e.id = t.enrolment_id", {
            "person_id": ("e.person_id", INT), "given": ("t.issued_on", DAY), "level": ("t.level", CODE),
        }, f"t.issued_on <= '{day}' AND (t.revoked_on IS NULL OR t.revoked_on > '{day}') AND {own}"),
    }  # fmt: skip


def _quoted(column: str) -> str:
    """`on` is a word of SQL."""
    return f'"{column}"'


def training(read: dict[str, Any]) -> pl.DataFrame:
    """`person` and COLUMNS, a row for whoever was in a class that is over or holds a certificate (`tables`, read)."""
    rows = _enrolments(read["enrolments"])
    last = rows.sort("ends", "enrolment").unique("person", keep="last", maintain_order=True)
    days = pl.concat([_days(read["signed"]), _days(read["online"])]).unique()
    days = days.group_by("enrolment").agg(days_attended=pl.len().cast(pl.Int64))
    doubts = pl.DataFrame({"held": read["doubts"].ints("held"), "doubted": read["doubts"].ints("enrolment")})
    of_class = doubts.filter(pl.col("doubted").is_null())["held"].implode()
    of_learner = doubts["doubted"].drop_nulls().implode()
    is_clean = ~pl.col("held").is_in(of_class) & ~pl.col("enrolment").is_in(of_learner) & pl.col("objected").is_null()
    known = last.join(days, on="enrolment", how="left").select(
        "person", "course_form", days_attended=pl.col("days_attended").fill_null(0),
        is_trained=pl.col("status").is_in([str(status) for status in FINISHED]),
        is_class_clear=pl.when(~is_clean | (pl.col("of_class") == str(Status.ASSESSED))).then(False)
        .when(pl.col("of_class") == str(Status.CLAIMED)).then(True),
    )  # fmt: skip
    return known.join(_certificates(read["certificates"]), on="person", how="full", coalesce=True)


def without() -> dict[str, pl.Expr]:
    """For whoever was in no class that is over: nothing attended, nothing passed, and no class that could be clear."""
    never = pl.col("days_attended").is_null()
    return {
        "days_attended": pl.col("days_attended").fill_null(0),
        "is_trained": pl.col("is_trained").fill_null(False),
        "is_class_clear": pl.when(never).then(False).otherwise(pl.col("is_class_clear")),
    }


def _enrolments(read: Any) -> pl.DataFrame:
    return pl.DataFrame({
        "person": read.ints("person_id"), "enrolment": read.ints("enrolment"), "held": read.ints("held"),
        "ends": read.days("ends"), "objected": read.days("objected"), "status": _text(read, "status"),
        "of_class": _text(read, "of_class"), "course_form": _text(read, "form"),
    })  # fmt: skip


def _days(read: Any) -> pl.DataFrame:
    return pl.DataFrame({"enrolment": read.ints("enrolment"), "day": read.days("day")})


def _certificates(read: Any) -> pl.DataFrame:
    frame = pl.DataFrame({
        "person": read.ints("person_id"), "certificate_on": read.days("given"),
        "certificate_level": _text(read, "level"),
    })  # fmt: skip
    return frame.sort("certificate_on").unique("person", keep="last", maintain_order=True)


def _text(read: Any, alias: str) -> pl.Series:
    series: pl.Series = read.of(alias, lambda words: words.replace("", None).cast(pl.String))
    return series
