"""Proofs, lists that were matched, and samples."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from gangqiao.followup.models import DataMatch, Proof, Sample, SampleCheck
from gangqiao.people.models import EmploymentSpell, Person

PER_PAGE = 30


def proofs_of(person: Person, limit: int = 10) -> list[Proof]:
    """The proofs of a person's work, the newest first."""
    return list(Proof.objects.filter(person=person).order_by("-pk")[:limit])


def spell_of(person: Person) -> EmploymentSpell | None:
    """The running time of work of a person, the newest one."""
    found: EmploymentSpell | None = (
        EmploymentSpell.objects.filter(person=person, recorded_to=None, ended_on=None)
        .exclude(status="planned")
        .order_by("-started_on")
        .first()
    )
    return found


def matches() -> list[DataMatch]:
    """The lists that were matched, the newest first."""
    return list(DataMatch.objects.order_by("-pk")[:30])


def find_match(uuid: UUID) -> DataMatch | None:
    """One list of the scope."""
    found: DataMatch | None = DataMatch.objects.filter(uuid=uuid).first()
    return found


def matched_in(match: DataMatch, start: int = 0) -> tuple[list[Proof], int | None]:
    """A page of those who were found in a list."""
    rows = list(
        Proof.objects.filter(match=match.uuid).select_related("person", "spell").order_by("pk")[start : start + 31]
    )
    return rows[:PER_PAGE], start + PER_PAGE if len(rows) > PER_PAGE else None


def samples() -> list[Sample]:
    """The samples that were drawn, the newest first."""
    return list(Sample.objects.order_by("-pk")[:12])


def find_sample(uuid: UUID) -> Sample | None:
    """One sample."""
    found: Sample | None = Sample.objects.filter(uuid=uuid).first()
    return found


def checks_of(sample: Sample) -> list[SampleCheck]:
    """The claims of the scope in a sample, by area."""
    rows = SampleCheck.objects.filter(sample=sample.uuid).select_related("person", "spell")
    return list(rows.order_by("area_id", "pk")[:400])


def find_check(uuid: UUID) -> SampleCheck | None:
    """One claim of the scope that was drawn."""
    found: SampleCheck | None = SampleCheck.objects.select_related("person").filter(uuid=uuid).first()
    return found


def uuids_of(rows: Iterable[Proof | SampleCheck]) -> list[UUID]:
    """The persons of some rows, for the log of who looked."""
    return list(dict.fromkeys(row.person_uuid for row in rows))
