"""What the rules say of one person at this moment, with sentences, and the reasons stored with a decision."""

from __future__ import annotations

import json
from collections.abc import Collection

from gangqiao.assistance.models import Assessment, Proposal
from gangqiao.assistance.policy.classes import NONE, Judged, Why, frame_of, judge
from gangqiao.assistance.policy.classes_conditions import FACTS
from gangqiao.assistance.reads.columns import read_columns
from gangqiao.kernel import clock
from gangqiao.kernel.policy import Verdict
from gangqiao.people.models import Person


def judged_of(person_id: int) -> Judged:
    """The rules' answer for one person of the scope, from the register as it is now.

    Who is of the registered poor no more, or too young, gets the answer of somebody of whom nothing is known.
    """
    today = clock.today()
    Person.objects.only("pk").get(pk=person_id)  # within the scope, before the household is read
    facts = read_columns(today, [person_id]).facts
    return judge(facts.select(*FACTS) if facts.height else frame_of({}), today)


def none_reasons(persons: Collection[int]) -> dict[int, str]:
    """Why the rules say that none of the classes fits, of those of the scope of whom they said it last."""
    rows = Proposal.objects.filter(person__in=persons, kind=NONE)
    return dict(rows.values_list("person_id", "none_reason"))


def reasons_of(assessment: Assessment) -> list[Why]:
    """The reasons as they stood on the day of a decision."""
    return [Why(kind, key, Verdict(answer), says, article) for kind, key, answer, says, article in _stored(assessment)]


def _stored(assessment: Assessment) -> list[list[str]]:
    found: list[list[str]] = json.loads(assessment.reasons or "[]")
    return found
