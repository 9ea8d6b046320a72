"""Who is chosen: stated rules with reasons, kin, one post for a person, a second person, objections."""

from __future__ import annotations

import json

import pytest

from gangqiao.accounts.models import Grant, User
from gangqiao.assistance.actions import applying, choosing, objecting
from gangqiao.assistance.models import Applicant, Holder, Objection
from gangqiao.assistance.reads import applicants as reads
from gangqiao.assistance.refusals_posts import (
    AnsweredAlready,
    AppliedAlready,
    HoldsPost,
    KinInWords,
    ListClosed,
    NoPlaceFree,
    NotEntitled,
    NotOfVillage,
    NotYetOver,
    ObjectionWhen,
    OpenObjection,
    OrderNotFollowed,
    SamePerson,
)
from gangqiao.assistance.tests.made import make_case
from gangqiao.assistance.tests.rig_posts import (
    DAY,
    OVER,
    announced,
    days,
    entered,
    fresh,
    on,
    over,
    published,
    selecting,
    set_quota,
)
from gangqiao.audit.models import Event
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import EmploymentSpell, Person
from tests.cast.people import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_neighbour(make_person, county):
    """Makes people of the first village."""
    return lambda **values: make_person(county.villages[0], **values)


@pytest.mark.requirement("R100")
def test_the_list_is_open_to_the_village_while_the_post_is_announced(offices, person, make_person, county):
    post = announced(offices)
    first = entered(offices, post, person, kin="not_asked")
    with on(DAY, offices.village) as actor:
        with pytest.raises(AppliedAlready):
            applying.apply(post, person.uuid, actor=actor)
        with pytest.raises(KinInWords):
            applying.declare_kin(first.uuid, "declared", actor=actor)
        applying.declare_kin(first.uuid, "declared", "村主任的妹妹", actor=actor)
        applying.declare_kin(first.uuid, "none", actor=actor)
        applying.withdraw(first.pk, actor=actor)
        again = applying.apply(post, person.uuid, kin="none", actor=actor)
        with pytest.raises(Person.DoesNotExist):
            applying.apply(post, make_person(county.villages[1]).uuid, actor=actor)
    with on(DAY, offices.township) as actor, pytest.raises(NotOfVillage):
        applying.apply(post, make_person(county.villages[1]).uuid, actor=actor)
    assert fresh(first).kin_words is None, "what was declared by mistake is not kept"
    selecting(offices, post)
    with on(days(7), offices.village) as actor, pytest.raises(ListClosed):
        applying.apply(post, person.uuid, actor=actor)
    with on(days(7), offices.village):
        assert [one.pk for one in reads.of_post(post)] == [again.pk]


@pytest.mark.requirement("R099", "R100", "R101")
def test_the_order_follows_the_rules_and_each_answer_has_its_reason(offices, make_neighbour):
    post, poor, net, rich, unknown = announced(offices), *(make_neighbour() for _number in range(4))
    net_row, poor_row = entered(offices, post, net), entered(offices, post, poor)
    make_case(net, kind="net")
    remembered(EmploymentSpell, make_neighbour(household=poor.household))
    rich_row = entered(offices, post, rich, poor=False)
    with everywhere(reason="test"):
        Person.objects.filter(pk=unknown.pk).update(labour_capacity="")
    unknown_row = entered(offices, post, unknown)
    selecting(offices, post)
    with on(days(7), offices.township) as actor:
        listed = reads.ranked(post, reads.of_post(post))
        assert [(one.applicant.pk, one.rank) for one in listed] == [
            (net_row.pk, 1), (poor_row.pk, 2), (rich_row.pk, None), (unknown_row.pk, None),
        ]  # fmt: skip
        assert {point.key for point in listed[0].points} == {"net", "poor", "workless", "first"}
        assert {point.key for point in listed[1].points} == {"poor", "first"}
        assert [str(reason.state) for reason in listed[2].unmet] == ["not_met"]
        assert [str(reason.state) for reason in listed[3].unmet] == ["missing"], "unknown is never yes"
        for row in (rich_row, unknown_row):
            with pytest.raises(NotEntitled):
                choosing.choose(row.uuid, "村里都同意", actor=actor)
        # Whoever is chosen before others by the rules needs words that say why.
        with pytest.raises(OrderNotFollowed):
            choosing.choose(poor_row.uuid, actor=actor)
        choosing.choose(poor_row.uuid, "住得离保洁点最近", actor=actor)
        choosing.choose(net_row.uuid, actor=actor)
        with pytest.raises(SamePerson):
            choosing.publish(post.pk, actor=actor)
    kept = json.loads(fresh(net_row).reasons)
    assert {state for state, _says, _article in kept["conditions"]} == {"met"}
    assert (fresh(net_row).place, fresh(poor_row).words) == (1, "住得离保洁点最近")
    with on(days(8), offices.second) as actor:
        choosing.publish(post.pk, actor=actor)
    assert [fresh(row).not_chosen for row in (rich_row, unknown_row)] == ["not_entitled", "not_entitled"]
    with everywhere(reason="test"):
        assert not Event.objects.filter(reason__contains="最近").exists(), "words about people are not in the log"


@pytest.mark.requirement("R100")
def test_kin_of_a_village_officer_is_not_chosen_declared_or_not(offices, make_neighbour, county):
    officer = User.objects.get(username="village")
    officer.display_name = "唯一的村干部"
    officer.save()
    assert Grant.objects.filter(user=officer, role="village_officer").exists()
    boss = make_neighbour(name="唯一的村干部")
    hidden, told = make_neighbour(household=boss.household), make_neighbour()
    post = announced(offices)
    rows = [entered(offices, post, hidden), entered(offices, post, told, kin="not_asked")]
    selecting(offices, post)
    with on(days(7), offices.township) as actor:
        for row in rows:
            with pytest.raises(NotEntitled):
                choosing.choose(row.uuid, "同意", actor=actor)
        hidden_one, told_one = reads.candidates(post, reads.of_post(post))
        assert hidden_one.unmet[0].says.msgid.startswith("No kinship")
        assert [str(one.state) for one in told_one.unmet] == ["missing"]
        applying.declare_kin(rows[1].uuid, "declared", "村干部的堂弟", actor=actor)
        with pytest.raises(NotEntitled):
            choosing.choose(rows[1].uuid, "同意", actor=actor)
        applying.declare_kin(rows[1].uuid, "none", actor=actor)
        choosing.choose(rows[1].uuid, actor=actor)
    # A name two people of the village bear says nothing about either.
    make_neighbour(name="唯一的村干部")
    with on(days(7), offices.township):
        assert reads.candidates(post, [fresh(rows[0])] and reads.of_post(post))[0].is_entitled


@pytest.mark.requirement("R100")
def test_an_upheld_objection_takes_the_place_and_an_open_one_holds_the_publicity(offices, make_neighbour, auditor):
    one, two = make_neighbour(), make_neighbour()
    post = announced(offices)
    rows = [entered(offices, post, one), entered(offices, post, two)]
    with on(DAY, offices.village) as actor, pytest.raises(ObjectionWhen):
        objecting.take(rows[0].uuid, "他家有小车", actor=actor)
    published(offices, post, *rows)
    with on(days(9), offices.village) as actor:
        first = objecting.take(rows[0].uuid, "他家有小车", actor=actor)
        second = objecting.take(rows[1].uuid, "她在县城打工", "李四", actor=actor)
    assert (first.by_words, second.by_words) == (None, "李四")
    with on(OVER, offices.second) as actor, pytest.raises(OpenObjection):
        choosing.end_publicity(post.pk, actor=actor)
    with on(OVER, offices.township) as actor, pytest.raises(SamePerson):
        objecting.answer(first.uuid, "rejected", "查无此事", actor=actor)
    with on(days(10), offices.second) as actor:
        objecting.answer(first.uuid, "rejected", "车是邻居的", actor=actor)
        objecting.answer(second.uuid, "upheld", "确在县城务工", actor=actor)
        with pytest.raises(AnsweredAlready):
            objecting.answer(second.uuid, "rejected", "再说", actor=actor)
        with pytest.raises(NotYetOver):
            choosing.end_publicity(post.pk, actor=actor)
    assert (fresh(rows[1]).status, fresh(rows[1]).not_chosen) == ("not_chosen", "objection")
    assert [holder.person_id for holder in over(offices, post)] == [one.pk]
    assert not Event.objects.filter(reason__contains="小车").exists(), "what was said stands sealed, not in the log"


@pytest.mark.requirement("R100")
def test_two_departments_do_not_give_one_person_two_posts(offices, person):
    first = announced(offices)
    second = announced(offices, quota=set_quota(offices, department="water", kind="water"))
    for post in (first, second):
        published(offices, post, entered(offices, post, person, poor=post is first))
    over(offices, first)
    with on(OVER, offices.second) as actor, pytest.raises(Exception, match=r".") as refused:
        choosing.end_publicity(second.pk, actor=actor)
    assert refused.type.__name__ in ("NobodyChosen", "HoldsPost")
    assert fresh(second).status == "publicity"
    with everywhere(reason="test"):
        assert Holder.objects.filter(person=person).count() == 1


def test_no_more_are_chosen_than_there_are_places(offices, make_neighbour):
    post = announced(offices, places=1)
    rows = [entered(offices, post, make_neighbour()) for _number in range(2)]
    selecting(offices, post)
    with on(days(7), offices.township) as actor:
        choosing.choose(rows[0].uuid, actor=actor)
        with pytest.raises(NoPlaceFree):
            choosing.choose(rows[1].uuid, actor=actor)
        choosing.not_choose(rows[0].uuid, actor=actor)
        choosing.choose(rows[1].uuid, "第一名本人不愿意", actor=actor)


def test_fifty_departments_at_once_give_one_person_one_post(shared_database, offices, person, at_once):
    """The guard before the database is left out: its constraint alone must hold."""
    quota = set_quota(offices, places=50)
    rows = []
    for number in range(50):
        post = announced(offices, places=1, quota=quota)
        rows.append(entered(offices, post, person, poor=number == 0))
    from gangqiao.assistance.models import PublicPost

    PublicPost.objects.update(status="publicity", publicity_from=DAY, publicity_until=days(7))
    with everywhere(reason="test"):
        Applicant.objects.update(status="chosen")

    def end(number: int) -> object:
        with on(OVER, offices.second) as actor:
            return choosing.end_publicity(rows[number].post_id, actor=actor)

    results = at_once(50, end)
    refused = {type(one).__name__ for one in results if isinstance(one, Exception)}
    assert sum(not isinstance(one, Exception) for one in results) == 1, results
    assert refused <= {"NobodyChosen", HoldsPost.__name__}, refused
    with everywhere(reason="test"):
        assert Holder.objects.count() == 1
        assert not Objection.objects.exists()
