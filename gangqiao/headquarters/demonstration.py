"""Fills the headquarters of a demonstration: everybody is made up, every row comes about through the product's acts."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from gangqiao.accounts.models import Unit, User
from gangqiao.accounts.reads import actor_of
from gangqiao.headquarters.actions import agenda, bodies, decisions, issues, meetings
from gangqiao.headquarters.models import FundLine, IssueLevel, Meeting, Member, MemberPost
from gangqiao.headquarters.reads.bodies import OFFICER_KINDS
from gangqiao.headquarters.reads.meetings import units_to_invite
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county, subtree
from gangqiao.plans.reads import TOWNSHIP_LEVEL

WORDS = yaml.safe_load((Path(__file__).parent / "demonstration.yaml").read_text(encoding="utf-8"))
FOUNDED = date(2020, 2, 10)
MET = date(2020, 3, 4)
SOURCE = "demonstration"


@dataclass(frozen=True, slots=True)
class Makers:
    """The demonstration's accounts that act, and what makes names. office_user: of the office; leader; one township."""

    office: Actor
    leader: Actor
    township: Actor
    village: Actor
    chance: random.Random

    def name(self) -> str:
        return self.chance.choice(WORDS["surnames"]) + self.chance.choice(WORDS["given"])

    def phone(self) -> str:
        """A number of a range that no carrier gives out."""
        return f"100{self.chance.randrange(10**8):08d}"


def make_headquarters(seed: int) -> bool:
    """Fill the headquarters once; whether anything was made. Only in a demonstration, and only into an empty one."""
    if not settings.DEMO or Member.objects.exists():
        return False
    users = {
        user.username: user for user in User.objects.filter(username__in=("office", "hq", "xinshao", "xinshao-village"))
    }
    if len(users) < 4:
        return False
    acting = [actor_of(users[name]) for name in ("office", "hq", "xinshao", "xinshao-village")]
    makers = Makers(*acting, random.Random(seed))
    units = {unit.code: unit for unit in Unit.objects.all()}
    with clock.frozen_at(FOUNDED):
        _members(makers, units)
        _officers(makers)
        _institutions(makers)
    _issues(makers, units)
    _meetings(makers, units)
    return True


def _members(makers: Makers, units: dict[str, Unit]) -> None:
    seats = [(MemberPost.LEADER, "hq"), (MemberPost.DEPUTY, "hq")]
    seats += [(MemberPost.MEMBER, code) for code in WORDS["members"]]
    seats += [
        (MemberPost.OFFICE_DIRECTOR, "hrss"),
        (MemberPost.OFFICE_DEPUTY, "hrss"),
        (MemberPost.OFFICE_STAFF, "hrss"),
    ]
    for post, code in seats:
        bodies.appoint(
            post,
            makers.name(),
            units[code],
            FOUNDED,
            title=WORDS["titles"][post],
            basis=WORDS["basis"],
            actor=makers.office,
            source=SOURCE,
        )


def _officers(makers: Makers) -> None:
    """One of every department but one, of every township, of every village but every twelfth."""
    titles = WORDS["officer_titles"]
    for unit in Unit.objects.filter(kind__in=OFFICER_KINDS).exclude(code=WORDS["left_vacant"]):
        _name(makers, unit, titles[unit.kind])
    villages = subtree(county().key).filter(level=Level.VILLAGE)
    for number, village in enumerate(villages):
        if number % 12 != 11:
            _name(makers, village, titles["village"])


def _name(makers: Makers, place: Unit | Division, title: str) -> None:
    bodies.name_officer(place, makers.name(), makers.phone(), FOUNDED, title=title, actor=makers.office, source=SOURCE)


def _institutions(makers: Makers) -> None:
    """Every township but two has its body, staff and funds; one of these two has the body alone."""
    said = WORDS["body"]
    for number, unit in enumerate(Unit.objects.filter(kind__in=TOWNSHIP_LEVEL).order_by("code")):
        if number == 4:
            continue
        common: dict[str, Any] = {"actor": makers.office, "source": SOURCE}
        head = makers.name()
        document = f"{unit.name[:1]}{said['document']}"
        bodies.record_institution(
            unit, f"{unit.name}{said['name']}", document, head, FOUNDED, head_title=said["head_title"], **common
        )
        if number == 9:
            continue
        full, part = makers.chance.randint(1, 3), makers.chance.randint(2, 6)
        bodies.record_staff(unit, FOUNDED, full, part, posts=said["posts"], **common)
        yuan = makers.chance.randrange(30, 160) * 1000
        bodies.record_funds(unit, FOUNDED.year, FundLine.EMPLOYMENT, yuan * 100, document=document, **common)
        bodies.record_funds(unit, FOUNDED.year, FundLine.BUDGET, yuan * 30, document=document, **common)


def _issues(makers: Makers, units: dict[str, Unit]) -> None:
    """Issues of the first village and its township, each some way further."""
    for number, said in enumerate(WORDS["issues"]):
        by = makers.village if said["level"] == "village" else makers.township
        area = Division.objects.get(pk=by.areas()[0])
        with clock.frozen_at(date(2020, 2, 24) + timedelta(days=3 * number)), scope_of(makers.office):
            issue = issues.raise_issue(
                area, said["kind"], said["title"], said["words"], to_level_above=False, actor=by, source=SOURCE
            )
            if said["then"] in ("township", "headquarters"):
                up = makers.township if issue.level == IssueLevel.TOWNSHIP else makers.village
                issues.send_up(issue.pk, said["words"], actor=up, source=SOURCE)
            if said.get("unit"):
                handler = makers.office if said["then"] == "headquarters" else makers.township
                issues.accept_issue(issue.pk, actor=handler, source=SOURCE)
                due = clock.today() + timedelta(days=said["days"])
                issues.assign_issue(issue.pk, units[said["unit"]], due, actor=handler, source=SOURCE)


def _meetings(makers: Makers, units: dict[str, Unit]) -> None:
    """A meeting held in early March, minuted and closed; closing it plans the next one."""
    office = makers.office
    with clock.frozen_at(MET - timedelta(days=3)):
        leader = Member.objects.live().get(post=MemberPost.LEADER)
        met = meetings.plan_meeting(
            MET, units_to_invite(), at="14:30", place=WORDS["place"], chair=leader.name, actor=office, source=SOURCE
        )
        for words in WORDS["free_items"]:
            agenda.add_item(met.pk, words, actor=office, source=SOURCE)
        meetings.call_meeting(met.pk, actor=office, source=SOURCE)
        _answers(makers, met)
    with clock.frozen_at(MET):
        meetings.hold_meeting(met.pk, actor=office, source=SOURCE)
        invited = list(met.invitations.all())
        came = {one.pk: makers.chance.choices(["present", "deputy", "excused"], [12, 3, 1])[0] for one in invited}
        meetings.record_attendance(
            met.pk, came, [one.pk for one in invited if one.reported_at], actor=office, source=SOURCE
        )
        _decide(makers, met, units)
        meetings.write_minutes(
            met.pk,
            {item.uuid: WORDS["minutes"] for item in met.agenda.filter(is_out=False)},
            actor=office,
            source=SOURCE,
        )
        meetings.minute_meeting(met.pk, actor=office, source=SOURCE)
    with clock.frozen_at(MET + timedelta(days=1)):
        meetings.close_meeting(met.pk, actor=office, source=SOURCE)


def _answers(makers: Makers, met: Meeting) -> None:
    """Most units confirm; some hand in a report. They act through their own accounts where there are any."""
    reports = {said["unit"]: said["words"] for said in WORDS["reports"]}
    for one in met.invitations.select_related("unit"):
        user = User.objects.filter(unit=one.unit, grants__role__in=_ANSWERING).first()
        if user is None:
            continue
        meetings.answer_invitation(
            one.pk, attendee=makers.name(), report=reports.get(one.unit.code, ""), actor=actor_of(user), source=SOURCE
        )


_ANSWERING = (
    *("transfer_clerk", "department_liaison", "health", "transport", "poverty_office", "finance"),
    *("township_clerk", "headquarters_office"),
)


def _decide(makers: Makers, met: Meeting, units: dict[str, Unit]) -> None:
    for said in WORDS["decisions"]:
        due = MET + timedelta(days=said["days"])
        decision = decisions.decide(met.pk, said["words"], units[said["unit"]], due, actor=makers.leader, source=SOURCE)
        user = User.objects.filter(unit=units[said["unit"]], grants__role__in=_ANSWERING).first()
        if said["then"] in ("done", "verified") and user is not None:
            decisions.report_decision(decision.pk, said["result"], actor=actor_of(user), source=SOURCE)
        if said["then"] == "verified" and user is not None:
            decisions.verify_decision(decision.pk, actor=makers.leader, source=SOURCE)
