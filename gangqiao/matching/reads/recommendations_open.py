"""What is open at this very moment of the vacancies that were recommended: a run may be a day old, a seat a minute."""

from __future__ import annotations

from collections.abc import Collection

from gangqiao.kernel.scope import everywhere
from gangqiao.matching.models import RecommendationRun
from gangqiao.matching.reads.recommendations_stored import offered_in
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.postings import Posting, is_open_clause, published
from gangqiao.vacancies.reads.seats import open_seats

_REASON = "published vacancies are public"


def open_among(keys: Collection[int]) -> dict[int, Posting]:
    """Those of some vacancies (primary keys) that are open and have a seat, as anybody may know them."""
    with everywhere(reason=_REASON):
        named = dict(Vacancy.objects.filter(pk__in=list(keys)).values_list("uuid", "pk"))
        return {named[posting.uuid]: posting for posting in published(uuids=named)}


def has_new_vacancies(run: RecommendationRun) -> bool:
    """True when a vacancy with a seat is open that the run did not know."""
    with everywhere(reason=_REASON):
        known = offered_in(run).row_of
        new = [pk for pk in Vacancy.objects.filter(is_open_clause()).values_list("pk", flat=True) if pk not in known]
        # Of thousands that are new at once one open seat among the first is as good as all.
        rows = Vacancy.objects.filter(pk__in=new[:500]).only("pk", "uuid", "number", "hired")
        return any(open_seats(rows).values())
