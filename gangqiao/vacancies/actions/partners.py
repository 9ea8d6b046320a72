"""Vacancies a partner of an agreement sends: its employers are listed on the way, and everything is verified here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.reads.typed import find_place
from gangqiao.places.reads import county_path
from gangqiao.vacancies.actions.employers import list_employer
from gangqiao.vacancies.actions.posts_workbook import judge, take
from gangqiao.vacancies.attributes import EMPLOYER
from gangqiao.vacancies.models import Agreement, Employer
from gangqiao.vacancies.policy.licences import Validity, validity
from gangqiao.vacancies.reads.partners import mark_of
from gangqiao.vacancies.reads.posts import find_employer
from gangqiao.vacancies.refusals.cooperation import UnknownPartner
from gangqiao.vacancies.refusals.posts import UnknownEmployer
from gangqiao.vacancies.workbooks import Line

COOPERATE = "vacancies.cooperate"
KIND = "enterprise"  # until somebody verifies it and says otherwise


@dataclass(frozen=True, slots=True)
class Sent:
    """Lines judged. fine: without a fault, with the employer's name; new: employers that are listed with them."""

    fine: list[tuple[Line, str]]
    wrong: list[Line]
    new: dict[str, dict[str, Any]]


def look_at(lines: Iterable[Line]) -> Sent:
    """What would become of the lines; nothing is written. An employer nobody knows is no fault: it is listed then."""
    given = list(lines)
    unknown = _unknown(given)
    judged = judge(given, coming=unknown)
    fine = [(line, str(employer or unknown[line.employer]["name"])) for line, employer in judged if not line.faults]
    wrong = [line for line, _employer in judged if line.faults]
    needed = {line.employer for line, _name in fine} & unknown.keys()
    return Sent(fine, wrong, {text: unknown[text] for text in sorted(needed)})


def take_from(
    agreement: Agreement, lines: Iterable[Line], *, file: str, mark: str, actor: Actor, made: bool = False
) -> dict[str, int]:
    """List the employers nobody knows, unverified, then enter and submit the lines without a fault, each once.

    Returns what `posts_workbook.take` returns. Raises NotYourVerb, UnknownPartner.
    """
    require(actor, COOPERATE, area=county_path())
    if validity(agreement.valid_to, clock.today()) is Validity.ENDED:
        raise UnknownPartner
    sent, source = look_at(lines), f"{mark_of(agreement)}{file}"
    for raw in sent.new.values():
        list_employer(raw, actor=actor, source=source[:200], made=made)
    found: list[tuple[Line, Employer | None]] = [(line, find_employer(line.employer)) for line, _name in sent.fine]
    done = take(found, file=source, mark=mark, actor=actor, made=made)
    return done | {"wrong": done["wrong"] + len(sent.wrong)}


def _unknown(lines: list[Line]) -> dict[str, dict[str, Any]]:
    """What would be listed of the employers nobody knows, by how the lines name them; none that cannot be listed."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        if line.employer and line.employer not in found:
            try:
                find_employer(line.employer)
            except UnknownEmployer:
                if raw := _listed(line):
                    found[line.employer] = raw
            except Refusal:  # several bear the name: told as the fault of the line
                continue
    return found


def _listed(line: Line) -> dict[str, Any] | None:
    """The employer of a line as it would be listed, where its work is; null when the line does not say enough."""
    code = line.employer if line.employer != line.employer_name else ""
    try:
        place = find_place(str(line.raw.get("place") or ""), field="place")
        raw = {"name": line.employer_name, "credit_code": code, "kind": KIND, "place": place}
        EMPLOYER.read(raw, needed=("name", "place"))
    except (Refusal, Refusals):
        return None
    return raw
