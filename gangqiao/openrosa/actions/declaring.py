"""Makes work of what a submission declares: a piece for each entity, the household before its members."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

from gangqiao.imports.rows import keep_refusal
from gangqiao.openrosa.markup.reading import Declared, Sent, uuid_of
from gangqiao.openrosa.models import EntityWork, Submission
from gangqiao.openrosa.names import HEAD, HOUSEHOLDS, LISTS, NOTICE_NUMBER, NOTICE_READ, NOTICE_VERSION, PERSONS
from gangqiao.openrosa.reads.register import village_of
from gangqiao.openrosa.refusals import Fault, NamedTwice, NoAct, NoKey, TrunkAlone, UnknownList, WrongNumber
from gangqiao.openrosa.states import State
from gangqiao.openrosa.xforms import Form
from gangqiao.surveys.models import Charge

MOST_VERSIONS = 10**9
YES = frozenset({"ok", "yes", "1", "true"})


def works_of(submission: Submission, form: Form, sent: Sent) -> list[EntityWork]:
    """The work of a submission in its order, not yet stored. What is malformed has failed already, and says why."""
    owner = owner_of(submission)
    head = _head(sent)
    seen: set[UUID] = set()
    works = []
    for place, declared in enumerate(sent.entities):
        work, fault = _work(declared)
        if fault is None and work.key in seen:
            fault = NamedTwice()
        seen.add(work.key)
        work.submission, work.area_id, work.place, work.owner = submission, submission.area_id, place, owner
        work.stored = json.dumps(_content(declared, sent, form, is_head=place == head), ensure_ascii=False)
        if fault is not None:
            work.state, work.say, work.fault = State.FAILED, keep_refusal(fault), type(fault).__name__
        works.append(work)
    return works


def owner_of(submission: Submission) -> str:
    """Who surveys the village, by name; the officer of the phone when nobody is named."""
    charge = Charge.objects.filter(campaign=submission.campaign, area=village_of(submission.area_id))
    named = charge.select_related("officer").first()
    return str(named.officer if named else submission.device.user)[:100]


def _work(declared: Declared) -> tuple[EntityWork, Fault | None]:
    """The piece of work of one entity, and what is malformed in it."""
    key, branch = uuid_of(declared.key), uuid_of(declared.branch)
    base, trunk = _number(declared.base), _number(declared.trunk)
    faults: list[tuple[bool, Fault]] = [
        (declared.list not in LISTS, UnknownList(declared.list)),
        (key is None, NoKey()),
        (base == 0, WrongNumber("baseVersion")),
        (trunk == 0, WrongNumber("trunkVersion")),
        (bool(declared.branch) and branch is None, WrongNumber("branchId")),
        (trunk is not None and not declared.branch, TrunkAlone()),
        (not declared.creates and not declared.updates, NoAct()),
    ]
    work = EntityWork(
        # What has no number of its own still needs one to stand in the list of work.
        list=declared.list[:12],
        key=key or uuid4(),
        creates=declared.creates,
        updates=declared.updates,
        base=base or None,
        trunk=trunk or None,
        branch=branch,
    )
    return work, next((fault for is_so, fault in faults if is_so), None)


def _number(text: str) -> int | None:
    """A version as a number; null when none is named, 0 when it is no number of a version."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= MOST_VERSIONS else 0


def _content(declared: Declared, sent: Sent, form: Form, *, is_head: bool) -> dict[str, object]:
    around = sent.entities[declared.inside] if declared.inside is not None else None
    parent = around.key if around is not None and around.list == HOUSEHOLDS else declared.properties.get("household")
    return {
        "label": declared.label,
        "properties": declared.properties,
        "nodes": declared.nodes,
        "parent": str(uuid_of(parent or "") or ""),
        "is_head": is_head,
        "notice": _notice(sent, form),
        "digest": form.questions.digest,
    }


def _head(sent: Sent) -> int | None:
    """The place of the head of a household that is found: the member who says so, else the first one."""
    members = [n for n, e in enumerate(sent.entities) if e.list == PERSONS and e.creates and e.inside is not None]
    said = [n for n in members if sent.entities[n].nodes.get("relation") == HEAD]
    return next(iter(said or members), None)


def _notice(sent: Sent, form: Form) -> int:
    """The wording of the notice that was read out, now or before the list came; 0: none."""
    number = sent.nodes.get(NOTICE_NUMBER, "")
    if sent.nodes.get(NOTICE_READ, "").lower() in YES:
        return int(number) if number.isascii() and number.isdecimal() else 1
    before = sent.nodes.get(NOTICE_VERSION, "")
    return int(before) if before.isascii() and before.isdecimal() else 0
