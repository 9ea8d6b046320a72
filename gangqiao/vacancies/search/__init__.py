"""Search what is published: by word, by synonym, by pinyin, in the order of fit.

    hits = find("缝纫 深圳", filters=Filters(couples=True), limit=20)
    hits.pks, hits.uuids, hits.total

Only what is open at this very moment is found (`reads.postings`). The words lie in an index in the memory of each
process. It follows the log of events, so that what another process has closed or changed is known before the next
answer. Why so: docs/decisions/2026-11-26-search-in-memory.md.
"""

from __future__ import annotations

from gangqiao.vacancies.search.filters import Filters
from gangqiao.vacancies.search.finding import Hits, find, ranked
from gangqiao.vacancies.search.following import forget, warm, warm_up

__all__ = ["Filters", "Hits", "find", "forget", "ranked", "warm", "warm_up"]
