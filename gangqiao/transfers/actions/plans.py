"""Enterprise plans: written, made from who said yes, put in force, replaced, closed (R067)."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.matching.models import Referral
from gangqiao.matching.policy.referrals import HOLDING
from gangqiao.transfers.models import EnterprisePlan
from gangqiao.transfers.reads.stations import find_station
from gangqiao.transfers.refusals import NoPlanNeeded, PlanInForce, VersionUnderWay
from gangqiao.transfers.states import PlanStatus
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.models import Employer
from gangqiao.vacancies.reads.postings import Posting

DRAFT, ACTIVATE = "transfers.draft_plan", "transfers.activate_plan"
REPLACE, CLOSE = "transfers.replace_plan", "transfers.close_plan"
FACTS = (
    "need", "destination_id", "address", "sending_contact", "sending_phone", "receiving_contact", "receiving_phone",
    "station", "mode", "transport", "entry_rules", "housing", "insurance", "training", "subsidies", "remarks",
)  # fmt: skip


def draft_plan(values: dict[str, Any], *, actor: Actor, source: str = "screen", made: bool = False) -> EnterprisePlan:
    """Write the plan of an employer: `values` by name of the column (FACTS, area, employer_uuid, employer).

    Raises NotYourVerb, VersionUnderWay when a draft is there already.
    """
    area = values["area"]
    require(actor, DRAFT, area=str(getattr(area, "pk", area)))
    employer: Any = Employer.objects.filter(uuid=values["employer_uuid"]).first()
    plan = EnterprisePlan(
        area_id=getattr(area, "pk", area),
        employer_uuid=values["employer_uuid"],
        employer=str(values.get("employer") or (employer.name if employer else ""))[:100],
        party=employer.party if employer else "",
        made_by=actor.name[:100],
        made=made,
    )
    _set(plan, values)
    _store(plan, source=source, actor=actor)
    return plan


def draft_from_referrals(employer_uuid: UUID, *, actor: Actor, area: Any = None) -> EnterprisePlan:
    """The same from what is known: who said yes by trade, the employer's contact, housing, insurance, station.

    area  whose plan it is; null: the employer's own. Raises NotYourVerb, NoPlanNeeded, VersionUnderWay.
    """
    employer: Any = Employer.objects.filter(uuid=employer_uuid).first()
    rows = list(Referral.objects.filter(employer_uuid=employer_uuid, status__in=HOLDING).order_by("pk"))
    if not rows:
        raise NoPlanNeeded
    home = area or (employer.area_id if employer else None) or _own_area(actor)
    return draft_plan(_from_referrals(rows, employer, actor) | {"area": home}, actor=actor)


def correct_plan(uuid: UUID, values: dict[str, Any], *, actor: Actor) -> EnterprisePlan:
    """Put a draft right. Raises EnterprisePlan.DoesNotExist, NotYourVerb, PlanInForce."""
    found = _own(uuid, DRAFT, actor)
    with transaction.atomic():
        plan = _lock(found)[found.pk]
        if plan.status != PlanStatus.DRAFT:
            raise PlanInForce
        changed = _set(plan, values)
        plan.save()
        record(DRAFT, actor=actor, subject=plan, fields=changed)
    return plan


def activate_plan(uuid: UUID, *, actor: Actor, source: str = "screen") -> EnterprisePlan:
    """Put a draft in force from today; the version that was is replaced. Raises NotYourVerb, NotAllowedNow."""
    found = _own(uuid, ACTIVATE, actor)
    with transaction.atomic():
        rows = _lock(found)
        plan = rows[found.pk]
        EnterprisePlan.LIFE_CYCLE.check(ACTIVATE, plan.status)
        for former in rows.values():
            if former.status == PlanStatus.ACTIVE:
                with step_of(former, REPLACE, actor=actor, source=source):
                    pass
        with step_of(plan, ACTIVATE, actor=actor, source=source):
            plan.valid_from = clock.today()
    return plan


def new_version(uuid: UUID, *, actor: Actor) -> EnterprisePlan:
    """A draft that begins as the plan is, and will replace it. Raises NotYourVerb, VersionUnderWay."""
    found = _own(uuid, DRAFT, actor)
    plan = EnterprisePlan(
        area_id=found.area_id,
        employer_uuid=found.employer_uuid,
        employer=found.employer,
        party=found.party,
        made_by=actor.name[:100],
        made=found.made,
        **{name: getattr(found, name) for name in FACTS},
    )
    _store(plan, actor=actor, source="screen")
    return plan


def close_plan(uuid: UUID, note: str, *, actor: Actor) -> EnterprisePlan:
    """End a plan, with a reason; batches of it go on. Raises NotYourVerb, NotAllowedNow, NoteNeeded."""
    found = _own(uuid, CLOSE, actor)
    with transaction.atomic():
        plan = _lock(found)[found.pk]
        with step_of(plan, CLOSE, actor=actor, note=note):
            pass
    return plan


def _own(uuid: UUID, verb: str, actor: Actor) -> EnterprisePlan:
    found: EnterprisePlan = EnterprisePlan.objects.get(uuid=uuid)
    require(actor, verb, found)
    return found


def _lock(plan: EnterprisePlan) -> dict[int, EnterprisePlan]:
    """All versions of an employer by key, locked: one at most is in force, one at most a draft."""
    rows = EnterprisePlan.objects.select_for_update(of=("self",)).filter(employer_uuid=plan.employer_uuid)
    return {row.pk: row for row in rows.order_by("pk")}


def _store(plan: EnterprisePlan, *, actor: Actor, source: str) -> None:
    """Store as the next version. Raises VersionUnderWay."""
    with transaction.atomic():
        former = list(_lock(plan).values())
        if any(row.status == PlanStatus.DRAFT for row in former):
            raise VersionUnderWay
        if former:
            plan.version = former[-1].version + 1
            plan.replaces = former[-1]
        try:
            with transaction.atomic():
                plan.save(force_insert=True)
        except IntegrityError as error:
            raise VersionUnderWay from error
        record(DRAFT, actor=actor, subject=plan, source=source)


def _set(plan: EnterprisePlan, values: dict[str, Any]) -> list[str]:
    if "destination" in values:
        values = values | {"destination_id": getattr(values["destination"], "pk", values["destination"])}
    names = [name for name in FACTS if name in values]
    for name in names:
        setattr(plan, name, values[name])
    return names


def _own_area(actor: Actor) -> str:
    areas = actor.areas(DRAFT)
    return areas[0] if areas else ""


def _from_referrals(rows: list[Referral], employer: Any, actor: Actor) -> dict[str, Any]:
    """What the facts of the vacancies and the employer say; the last vacancy's words where there are several."""
    posts = {row.vacancy: row.posting for row in rows}
    many = Counter(row.vacancy for row in rows)
    facts = next(reversed(posts.values()))
    last = Posting.from_facts(facts)
    return {
        "employer_uuid": rows[0].employer_uuid,
        "employer": rows[0].employer,
        "need": [_need(uuid, posts[uuid], number) for uuid, number in many.items()],
        "destination_id": facts.get("place") or (employer.place_id if employer else None),
        "address": str(facts.get("address") or (employer.address if employer else "") or "")[:200],
        "receiving_contact": str(facts.get("contact_name") or (employer.contact_name if employer else "") or "")[:60],
        "receiving_phone": str(facts.get("contact_phone") or "")[:20],
        "housing": _words(last, "lodging", "board", "couples_room"),
        "insurance": last.words("insurance")[:200],
        "sending_contact": actor.name[:60],
        "station": find_station(str(facts.get("place") or "")),
    }


def _words(posting: Posting, *keys: str) -> str:
    """Several facts as one text, each with its name; what was not said is left out."""
    said = [f"{VACANCY[key].label}: {words}" for key in keys if (words := posting.words(key))]
    return "; ".join(said)[:200]


def _need(uuid: UUID, facts: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "trade": str(facts.get("occupation") or ""),
        "title": str(facts.get("title") or ""),
        "number": number,
        "from": str(facts.get("starts_on") or ""),
        "vacancy": str(uuid),
    }
