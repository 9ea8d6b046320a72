"""Who of a village may want a post: people of the kinds such posts are made for, who are not on the list yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from gangqiao.assistance.models import Applicant, Holder, PublicPost
from gangqiao.assistance.policy import posts as policy
from gangqiao.assistance.reads.posts import within
from gangqiao.assistance.states import ApplicantStatus, HolderStatus
from gangqiao.kernel import clock
from gangqiao.people.models import Category, Person
from gangqiao.people.reads import as_of

MOST = 60


def likely(post: PublicPost) -> list[Person]:
    """Within the scope, those of the register's order; whoever is not named here is found by name all the same."""
    today = clock.today()
    kinds = as_of.rows(Category, on=today).filter(person=OuterRef("pk"), kind__in=policy.NUMBERS.on(today).open_to)
    listed = Applicant.objects.filter(person=OuterRef("pk"), post=post).exclude(status=ApplicantStatus.WITHDRAWN)
    holds = Holder.objects.filter(person=OuterRef("pk")).exclude(status=HolderStatus.ENDED)
    rows = Person.objects.filter(within(str(post.area_id)), record="live", life="alive")
    rows = rows.filter(Exists(kinds), labour_capacity__in=policy.ABLE).exclude(Exists(listed)).exclude(Exists(holds))
    return list(rows.order_by("area", "household", "pk")[:MOST])
