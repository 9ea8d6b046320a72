"""What `bench/public_pages.py` needs of the database: many vacancies, and the keys of some."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django

django.setup()

from bench.runs.vacancies import make
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.places.reads import county, townships
from gangqiao.vacancies.models import Fair, Station, Vacancy
from gangqiao.vacancies.reads.postings import open_rows


def prepare(vacancies: int) -> dict[str, Any]:
    """Make the vacancies if they are not there; tell a township, an open vacancy and one that is gone."""
    with everywhere(reason="bench"):
        if Vacancy.objects.count() < vacancies:
            make(vacancies)
            today, home = clock.today(), county()
            Station.objects.create(name="深圳服务站", place=home, phone="0755-26000000", opened_on=today)
            Fair.objects.create(
                kind="on_site", name="招聘会", on=today + timedelta(days=5), area=home, place="人民广场"
            )
        found = list(open_rows()[:500])
        gone = Vacancy.objects.filter(status="withdrawn").first()
    one = next(row for row in found if row.hired < row.number)
    return {
        "open": open_count(),
        "home": townships().first().key,
        "uuid": str(one.uuid),
        "gone": str(gone.uuid) if gone else "",
    }


def open_count() -> int:
    with everywhere(reason="bench"):
        return open_rows().count()
