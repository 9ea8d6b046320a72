"""The night's count behind the pictures of demand."""

from __future__ import annotations

from gangqiao.audit.nightly import nightly
from gangqiao.places.reads import county_path, townships
from gangqiao.vacancies.actions.pictures import count_fillable
from gangqiao.vacancies.reads.postings import published


@nightly
def count_what_could_be_filled() -> None:
    """Township by township; done twice it counts the same."""
    if not county_path():
        return
    postings = published()
    for township in townships():
        count_fillable(township, postings)
