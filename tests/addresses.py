"""The URL map as the walls' tests walk it: every declared address, with keys for its path arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from gangqiao.accounts.models import Grant, Unit, User
from gangqiao.accounts.roles import ROLES, Role, ScopeKind
from gangqiao.assistance.models import (
    Applicant,
    AssistCase,
    DutyLine,
    Holder,
    Measure,
    Objection,
    Pledge,
    Seat,
    SpotCheck,
    WorklessHousehold,
)
from gangqiao.briefings.models import Briefing
from gangqiao.duplicates.models import Pair, Question
from gangqiao.exports.models import Export
from gangqiao.followup.models import Case, Contact, DataMatch, Proof, SampleCheck
from gangqiao.headquarters.models import Issue, IssueNote
from gangqiao.imports.models import Import
from gangqiao.kernel.addresses import PUBLIC, SIGNED_IN, AddressRule, rules
from gangqiao.matching.models import Allocation, AllocationLine, Referral
from gangqiao.messaging.models import Message
from gangqiao.openrosa.models import Entity, EntityWork, Submission
from gangqiao.people.models import Category, EmploymentSpell, GovernedChange, Household, Person
from gangqiao.quality.models import Doubt
from gangqiao.reports.models import Comparison, Filling
from gangqiao.subsidies.models import Claim, ClaimObjection, Finding, Instalment, Payment, Recovery
from gangqiao.subsidies.models import Evidence as ClaimEvidence
from gangqiao.subsidies.models import Sample as PaidSample
from gangqiao.surveys.models import Picture, Print, Recheck
from gangqiao.surveys.models import Task as SurveyTask
from gangqiao.sync.models import Op, Phone
from gangqiao.training.models import Attendance, CallBack, Certificate, Enrolment
from gangqiao.training.models import Doubt as ClassDoubt
from gangqiao.transfers.models import Cost, Passenger, Printing
from gangqiao.vacancies.models import Agency, Employer, Pack, Return, Vacancy

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Place:
    """One address. `arguments` are the names of its path arguments, in order."""

    route: str
    rule: AddressRule

    @property
    def arguments(self) -> list[str]:
        return [name for _converter, name in ARGUMENT.findall(self.route)]

    @property
    def methods(self) -> set[str]:
        """What the address answers; HEAD and OPTIONS come with GET."""
        return set(self.rule.methods) | ({"HEAD", "OPTIONS"} if "GET" in self.rule.methods else set())

    @property
    def verb(self) -> str:
        """The verb a session needs; "" where it needs none, and where only a device comes in."""
        return "" if self.rule.who in (PUBLIC, SIGNED_IN) or self.rule.door else self.rule.who

    def url(self, keys: dict[str, Any]) -> str:
        """The address with its arguments filled in. KeyError: a new argument needs a key in `Keys`."""
        return "/" + ARGUMENT.sub(lambda found: str(keys[found[2]]), self.route)


def places() -> Iterator[Place]:
    """Every address. Undeclared ones are left out: a test of their own fails for them."""
    for route, _pattern, rule in rules():
        if rule is not None:
            yield Place(route, rule)


def doors_of_devices() -> list[Place]:
    """The addresses where only a device comes in."""
    return [place for place in places() if place.rule.door and place.rule.who != PUBLIC]


def area_for(role: Role, county: Any) -> Any:
    """The area a grant of this role names in the test county."""
    return {
        ScopeKind.CITY: county.division,
        ScopeKind.TOWNSHIP: county.xinshao,
        ScopeKind.VILLAGE: county.villages[0],
        ScopeKind.NONE: None,
    }[role.scope]


def role_with(verb: str) -> str:
    """A role that holds the verb, the one with the widest scope first; "" when none does."""
    order = list(ScopeKind)
    holders = [r for r in ROLES.values() if verb in r.verbs]
    return min(holders, key=lambda r: order.index(r.scope)).key if holders else ""


@dataclass(frozen=True, slots=True)
class Record:
    """A record an address can name: its key, the path of the area it lies in, and what else its address names."""

    key: str
    area: str
    beside: dict[str, str] = field(default_factory=dict)


# Which scoped record an address of a kind names, and by which of its fields.
KINDS: dict[str, tuple[type[Any], str]] = {
    "person": (Person, "uuid"),
    "household": (Household, "uuid"),
    "spell": (EmploymentSpell, "pk"),
    "category": (Category, "pk"),
    "change": (GovernedChange, "uuid"),
    "export": (Export, "uuid"),
    "import": (Import, "uuid"),
}
KINDS |= {"doubt": (Doubt, "uuid")}
KINDS |= {"pair": (Pair, "uuid"), "question": (Question, "uuid")}
KINDS |= {"followup_contact": (Contact, "uuid"), "worker_case": (Case, "uuid")}
KINDS |= {"data_match": (DataMatch, "uuid"), "sample_check": (SampleCheck, "uuid"), "proof": (Proof, "uuid")}
KINDS |= {"enrolment": (Enrolment, "uuid"), "certificate": (Certificate, "uuid"), "class_doubt": (ClassDoubt, "uuid")}
KINDS |= {"attendance": (Attendance, "uuid"), "call_back": (CallBack, "uuid")}
KINDS |= {"assist_case": (AssistCase, "uuid"), "measure_of_help": (Measure, "uuid"), "seat": (Seat, "uuid")}
KINDS |= {"applicant": (Applicant, "uuid"), "holder": (Holder, "uuid"), "objection": (Objection, "uuid")}
KINDS |= {"duty_line": (DutyLine, "uuid"), "spot_check": (SpotCheck, "uuid"), "workless": (WorklessHousehold, "uuid")}
KINDS |= {"claim": (Claim, "uuid"), "claim_objection": (ClaimObjection, "uuid"), "finding": (Finding, "uuid")}
KINDS |= {"claim_evidence": (ClaimEvidence, "uuid"), "paid_sample": (PaidSample, "uuid"), "payment": (Payment, "uuid")}
KINDS |= {"recovery": (Recovery, "uuid"), "instalment": (Instalment, "uuid")}
KINDS |= {"issue": (Issue, "uuid"), "issue_note": (IssueNote, "uuid")}
KINDS |= {"briefing": (Briefing, "uuid")}
KINDS |= {"filling": (Filling, "uuid"), "comparison": (Comparison, "uuid")}
KINDS |= {"message": (Message, "uuid")}
KINDS |= {"phone": (Phone, "uuid"), "phone_op": (Op, "uuid")}
KINDS |= {"survey_task": (SurveyTask, "uuid"), "recheck": (Recheck, "uuid")}
KINDS |= {"survey_picture": (Picture, "uuid"), "survey_print": (Print, "uuid")}
KINDS |= {"employer": (Employer, "uuid"), "vacancy": (Vacancy, "uuid"), "owed_return": (Return, "uuid")}
KINDS |= {"pack": (Pack, "uuid"), "agency": (Agency, "uuid")}
KINDS |= {"referral": (Referral, "uuid")}
KINDS |= {"passenger": (Passenger, "uuid"), "printing": (Printing, "uuid")}
KINDS |= {"cost": (Cost, "uuid")}
KINDS |= {"allocation": (Allocation, "uuid"), "allocation_line": (AllocationLine, "allocation")}
KINDS |= {"entity": (Entity, "uuid"), "entity_work": (EntityWork, "uuid"), "submission": (Submission, "uuid")}


class Keys:
    """Keys for path arguments: of records by `kind`, and of everything else by the name of the argument.

    files  the rows of one person in each area, by the name of the area
    """

    def __init__(self, county: Any, files: dict[str, list[Any]]) -> None:
        self.county, self.files = county, files
        other = User.objects.exclude(grants=None).order_by("pk").first()
        self.named: dict[str, Any] = {
            "user_id": other.pk if other else 0,
            "grant_id": Grant.objects.values_list("pk", flat=True).first(),
            "unit_id": Unit.objects.values_list("pk", flat=True).first(),
            "token": "no-such-link",
            "figure_id": "no-such-figure",
            "measure": "no-such-measure",
            "ledger": "people",
            "about": "person",
            "group": "no-such-group",
            "layout_id": uuid4(),
            "sample": "no-such-example",
            "task_key": "no-such-task",
            "unit_code": "no-such-unit",
            "unit_task": uuid4(),
            "evidence": uuid4(),
            **{name: uuid4() for name in ("meeting", "agenda_item", "invitation", "decision", "result")},
            **{name: uuid4() for name in ("officer", "member", "record")},
            "cascade": uuid4(),
            **{name: uuid4() for name in ("claim", "payment_batch", "budget", "rule_text", "payee", "pay_lock")},
            **{
                name: uuid4()
                for name in ("claim_notice", "finding", "payment", "recovery", "instalment", "paid_sample")
            },
            "campaign": uuid4(),
            "level": "household",
            "item_key": "no-such-item",
            **{name: uuid4() for name in ("snapshot", "other")},
            "language": "en",
            "form": "pdf",
            "urge": uuid4(),
            "posting": uuid4(),
            "notice": uuid4(),
            **{name: uuid4() for name in ("release", "round", "leaflet", "fair", "agreement", "station", "employer")},
            "partner_key": uuid4(),
            **{name: uuid4() for name in ("contact", "worker_case", "data_match", "claim_sample", "sample_check")},
            "proof": uuid4(),
            "number": 0,
            "form_id": "no-such-form",
            "list_name": "persons",
            "name": "persons.csv",
            "app": uuid4(),
            "village": county.villages[0].key,
            "sha256": "0" * 64,
            "phone": uuid4(),
            "target_id": "no-such-target",
            "gap_list": "no-such-list",
            **{name: uuid4() for name in ("batch", "trip", "vehicle", "enterprise_plan", "pick_up", "cost")},
            **{name: uuid4() for name in ("course_plan", "plan_line", "provider", "course", "held", "session")},
            **{name: uuid4() for name in ("workplace", "quota", "public_post", "duty_sheet")},
            "pledge": Pledge.objects.values_list("uuid", flat=True).first() or uuid4(),
            "matter": "target",
            "matter_key": "no-such-matter",
            "rule_key": "no-such-rule",
        }

    def records(self, kind: str) -> dict[str, Record]:
        """Records of a kind in the own, a sibling and a parent area, by that name. KeyError: an unknown kind."""
        if kind == "division":
            areas = {"own": self.county.villages[0], "sibling": self.county.hongxi, "parent": self.county.division}
            return {name: Record(area.key, area.key) for name, area in areas.items()}
        model, by = KINDS[kind]
        return {
            name: Record(str(getattr(row, by)), row.area_id, _beside(row, rows))
            for name, rows in self.files.items()
            for row in rows
            if type(row) is model
        }

    def absent(self, kind: str) -> str:
        """A well-formed key of this kind that no record has."""
        if kind == "division":
            return str(self.county.key) + "zzz"
        return str(uuid4()) if KINDS[kind][1] == "uuid" else "999999999"


def _beside(row: Any, rows: list[Any]) -> dict[str, str]:
    """Of a household that is surveyed, one of its members."""
    if not isinstance(row, SurveyTask):
        return {}
    return {"member": next(str(r.uuid) for r in rows if isinstance(r, Person) and r.household_id == row.household_id)}


def roles_to_ask(engine: str) -> list[str]:
    """The roles that walk over every address, the last without any post.

    On SQLite each. What a role may is decided above the database; on PostgreSQL, where a wall stands in the database
    itself, the richest role of every scope walks.
    """
    if engine == "sqlite":
        return [*ROLES, ""]
    richest = {r.scope: r.key for r in sorted(ROLES.values(), key=lambda r: len(r.verbs))}
    return [*richest.values(), ""]
