"""Count in the night how many open seats the seekers of each township could fill."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.vacancies.models import Fillable
from gangqiao.vacancies.policy.choosing import Crowd
from gangqiao.vacancies.policy.filling import most_filled
from gangqiao.vacancies.policy.release import NUMBERS
from gangqiao.vacancies.reads.packs import offer_of
from gangqiao.vacancies.reads.packs_people import seekers_of
from gangqiao.vacancies.reads.postings import Posting


def count_fillable(township: Any, postings: list[Posting]) -> Fillable:
    """Count a township anew; it has one row. Nobody's name is kept: only how many."""
    with scope_of([township.key]):
        sorts = Counter(found.seeker for found in seekers_of(township.key))
    numbers = NUMBERS.on(clock.today())
    crowd = Crowd(list(sorts), far_until_age=numbers.far_until_age, older_from=numbers.older_from)
    fits = {n: crowd.fit(offer_of(n, posting, township.key)) for n, posting in enumerate(postings)}
    people = list(sorts.values())
    filled = most_filled(fits, {n: posting.open_seats for n, posting in enumerate(postings)}, people)
    anything = 0
    for fit in fits.values():
        anything |= fit
    counted = {
        "counted_at": clock.now(),
        "seekers": sum(people),
        "fitting": sum(number for n, number in enumerate(people) if anything >> n & 1),
        "seats": sum(filled.values()),
        "by_vacancy": json.dumps({str(postings[n].uuid): number for n, number in filled.items() if number}),
    }
    return Fillable.objects.update_or_create(area=township, defaults=counted)[0]
