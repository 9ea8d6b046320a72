"""Objections of the scope: those to be answered, the most urgent first, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Count, Q

from gangqiao.assistance.models import Objection
from gangqiao.assistance.reads.posts import within
from gangqiao.kernel import clock

PER_PAGE = 30
LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: Q(outcome=""),
    "overdue": lambda: Q(outcome="", due_on__lt=clock.today()),
    "answered": lambda: ~Q(outcome=""),
}


def page_of(look: str, *, area: str = "", start: int = 0) -> tuple[list[Objection], dict[str, int], int | None]:
    """A page of objections, how many stand behind each tab, and where the next page begins."""
    found = Objection.objects.all()
    if area:
        found = found.filter(within(area))
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause()) for key, clause in LOOKS.items()})
    order = ("-answered_on", "-pk") if look == "answered" else ("due_on", "pk")
    rows = found.filter(LOOKS[look]()).select_related("post", "post__area", "applicant", "applicant__person", "area")
    listed = list(rows.order_by(*order)[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(listed) > PER_PAGE else None
    return listed[:PER_PAGE], {key: counts[f"n_{key}"] for key in LOOKS}, more


def find(uuid: UUID) -> Objection | None:
    """One objection of the scope."""
    rows = Objection.objects.select_related("post", "post__area", "applicant", "applicant__person")
    found: Objection | None = rows.filter(uuid=uuid).first()
    return found


def of_post(post_id: int) -> list[Objection]:
    """The objections about a choice, the open ones first."""
    rows = Objection.objects.filter(post=post_id, about="choice").select_related("applicant", "applicant__person")
    return sorted(rows.order_by("pk"), key=lambda one: bool(one.outcome))


def count(look: str) -> int:
    """How many of the scope stand behind a tab."""
    return Objection.objects.filter(LOOKS[look]()).count()


def first_due() -> Objection | None:
    """The open objection that is to be answered first."""
    found: Objection | None = Objection.objects.filter(outcome="").order_by("due_on", "pk").first()
    return found
