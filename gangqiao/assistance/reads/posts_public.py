"""What of public posts anybody may see: announcements, and choices in publicity, masked here and nowhere later.

Nothing of a person leaves this module but a masked name, sex, age and the place of the post: the public page and the
public sheet are made of `PublicLine` alone and cannot show more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gangqiao.assistance.models import Applicant, PublicPost
from gangqiao.assistance.states import ApplicantStatus, PostStatus
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.scope import everywhere
from gangqiao.people.codes import LISTS as PEOPLE_LISTS

IN_PUBLICITY, MOST = PostStatus.PUBLICITY, 200


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A person as anybody may see them."""

    name: str
    sex: str
    age: str


@dataclass(frozen=True, slots=True)
class PublicList:
    """A choice in publicity with those who were chosen."""

    post: PublicPost
    first: date
    last: date
    lines: list[PublicLine]


def in_publicity() -> list[PublicList]:
    """The choices that are published today, by village."""
    today = clock.today()
    rows = PublicPost.objects.filter(status=IN_PUBLICITY, publicity_from__lte=today)
    return [of_post(post) for post in rows.select_related("area", "quota").order_by("area", "pk")[:MOST]]


def announced() -> list[PublicPost]:
    """The posts one may apply for today, by village."""
    rows = PublicPost.objects.filter(status=PostStatus.ANNOUNCED, announced_until__gte=clock.today())
    return list(rows.select_related("area", "quota").order_by("area", "pk")[:MOST])


def of_post(post: PublicPost) -> PublicList:
    """The public list of one post; empty while nothing is published."""
    if post.status != IN_PUBLICITY or post.publicity_from is None or post.publicity_until is None:
        return PublicList(post, post.proposed_on, post.proposed_on, [])
    with everywhere(reason="what is in publicity is public"):
        rows = Applicant.objects.filter(post=post, status=ApplicantStatus.CHOSEN).select_related("person")
        lines = [_line(row) for row in rows.order_by("place", "pk")]
    return PublicList(post, post.publicity_from, post.publicity_until, lines)


def _line(row: Applicant) -> PublicLine:
    person = row.person
    age = person.age_on(clock.today())
    sex = PEOPLE_LISTS["sex"].word(person.sex) if person.sex else ""
    return PublicLine(mask_name(str(person.name)), sex, "" if age is None else str(age))
