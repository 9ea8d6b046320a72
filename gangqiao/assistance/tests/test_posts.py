"""The life of a public post: the rules' examples, three people for three steps, days that must pass."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import IntegrityError, transaction

from gangqiao.assistance.actions import posts
from gangqiao.assistance.models import PublicPost
from gangqiao.assistance.policy import posts as policy
from gangqiao.assistance.reads import posts as reads
from gangqiao.assistance.refusals_posts import NotYetOver, SamePerson, StillHeld
from gangqiao.assistance.tests.rig_posts import (
    DAY,
    OVER,
    WRITTEN,
    announced,
    days,
    entered,
    fresh,
    on,
    on_duty,
    over,
    published,
    set_quota,
)
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere

CASES = yaml.safe_load((Path(policy.__file__).with_name("posts_cases.yaml")).read_text(encoding="utf-8"))
WELL = {
    "is_alive": True, "is_of_village": True, "is_here": True, "age": 48, "sex": "2", "is_of_kind": True,
    "capacity": "weak", "in_school": False, "works_elsewhere": False, "holds_post": False, "kin": "none",
    "kin_found": False, "placements": 0, "months": 12, "is_blocked": False,
}  # fmt: skip


@pytest.mark.requirement("R099", "R100")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_rules_decide_as_their_examples_say(case):
    facts = policy.ENTITLED.frame_of(WELL | case["changes"])
    decision = policy.ENTITLED.decide(facts, on=case["day"]).row(0, named=True)
    assert (decision["state"], decision["eligible"]) == (case["gives"], case["gives"] == "met")


def test_days_are_counted_as_the_rules_count_them():
    # Seven working days after Thursday 30 April 2020: the May holiday is left out, Saturday the 9th is worked.
    assert policy.publicity_until(dt.date(2020, 4, 30)) == dt.date(2020, 5, 13)
    assert policy.publicity_until(dt.date(2020, 3, 16)) == dt.date(2020, 3, 25)
    assert policy.add_months(dt.date(2020, 4, 1), 12) == dt.date(2021, 3, 31)
    assert policy.months_between(dt.date(2020, 4, 1), dt.date(2021, 3, 31)) == 12


def test_the_order_gives_points_for_what_is_known_alone():
    day = dt.date(2020, 3, 16)
    known = {"is_net": True, "is_workless": True, "placements": 0, "day": day}
    most = policy.points({"registered_poor", "low_income", "relocated", "hard_to_employ"}, **known)
    assert [point.key for point in most] == ["net", "poor", "poorest", "workless", "relocated", "hard", "first"]
    least = policy.points((), is_net=False, is_workless=False, placements=1, day=day)
    assert least == []


@pytest.mark.django_db
@pytest.mark.requirement("R100")
def test_proposing_checking_and_approving_are_three_peoples(offices):
    quota, village = set_quota(offices), offices.county.villages[0]
    size = {**WRITTEN, "places": 2, "months": 12}
    # The headquarters office holds all three verbs, and still takes one step only.
    with on(DAY, offices.city) as actor:
        post = posts.propose(quota, village, size, actor=actor)
        with pytest.raises(SamePerson):
            posts.check(post.pk, actor=actor)
    with on(DAY, offices.township) as actor:
        posts.check(post.pk, actor=actor)
        with pytest.raises(NotYourVerb):
            posts.approve(post.pk, actor=actor)
    with on(DAY, offices.city) as actor, pytest.raises(SamePerson):
        posts.approve(post.pk, actor=actor)
    with on(DAY, offices.bureau) as actor:
        posts.send_back(post.pk, "写明工作内容", actor=actor)
    assert fresh(post).checker is None
    with on(DAY, offices.second) as actor:
        posts.check(post.pk, actor=actor)
    with on(DAY, offices.bureau) as actor:
        posts.approve(post.pk, actor=actor)
    post = fresh(post)
    assert (post.standard, post.required_days, post.unit, post.number) == (50_000, 30, "hrss", "G2020-0001")
    # What the program forgets the database refuses.
    for forged in ({"checker": post.proposer}, {"approver": post.proposer}, {"approver": post.checker}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicPost.objects.filter(pk=post.pk).update(**forged)
    assert Event.objects.filter(verb__in=["assistance.check_post", "assistance.approve_post"]).count() == 3


@pytest.mark.django_db
def test_an_announcement_stands_its_days_and_a_post_that_is_held_is_not_ended(offices, person, make_person):
    post = announced(offices)
    with on(DAY, offices.township) as actor:
        for verb in ("assistance.choose", "assistance.end_publicity"):
            assert actor.may(verb)
        with pytest.raises(NotYetOver):
            posts.close_list(post.pk, actor=actor)
        with pytest.raises(NotYourVerb):
            posts.end(post.pk, "撤销", actor=actor)
    published(offices, post, entered(offices, post, person))
    with on(days(9), offices.city) as actor, pytest.raises(NotAllowedNow):
        posts.end(post.pk, "撤销", actor=actor)
    over(offices, post)
    with on(OVER, offices.city) as actor, pytest.raises(StillHeld):
        posts.end(post.pk, "撤销", actor=actor)


@pytest.mark.django_db
def test_a_place_that_came_free_is_announced_anew(offices, person):
    from gangqiao.assistance.actions import holding

    holder = on_duty(offices, person)
    post = fresh(holder.post)
    with on(OVER, offices.township) as actor:
        posts.run(post.pk, actor=actor)
        holding.end(holder.uuid, "own_wish", "本人提出", actor=actor)
        posts.announce(post.pk, actor=actor)
    assert (fresh(post).status, fresh(post).held) == ("announced", 0)
    with on(OVER, offices.city) as actor:
        posts.end(post.pk, "不再需要", actor=actor)
    assert fresh(post.quota).taken == 0


@pytest.mark.django_db
def test_each_knows_the_posts_of_the_own_area_and_what_waits_for_them(offices, make_user, stranger):
    from gangqiao.accounts.reads import actor_of

    post = announced(offices)
    with on(DAY, offices.village) as actor:
        waiting = posts.propose(
            post.quota, offices.county.villages[0], {**WRITTEN, "places": 1, "months": 6}, actor=actor
        )
    for actor, mine, seen in (
        (offices.village, 0, 2), (offices.township, 1, 2), (offices.bureau, 0, 2), (stranger, 0, 0),
    ):  # fmt: skip
        with on(DAY, actor):
            rows, counts, _more = reads.page_of(actor, "mine")
        assert (len(rows), counts["mine"], counts[""]) == (mine, mine, seen), actor.name
    assert reads.find(waiting.uuid, stranger) is None
    # A department knows what it keeps, and nothing else.
    from gangqiao.accounts.models import Unit

    unit = Unit.objects.create(code="hrss", name="人社局", kind="department")
    liaison = make_user("department_liaison")
    liaison.unit = unit
    liaison.save()
    assert [one.pk for one in reads.visible(actor_of(liaison)).order_by("pk")] == [post.pk, waiting.pk]
    other: Any = make_user("department_liaison")
    assert not reads.visible(actor_of(other)).exists()
    with everywhere(reason="test"):
        assert not reads.find(post.uuid, actor_of(other))
