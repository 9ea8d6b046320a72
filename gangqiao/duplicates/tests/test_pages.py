"""The pages of probable duplicates: who sees what, what is written down, and the way to the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.audit.models import Look
from gangqiao.duplicates import actions
from gangqiao.duplicates.models import Pair, Question
from gangqiao.duplicates.sources import pairs, questions
from gangqiao.duplicates.states import Status
from gangqiao.duplicates.tests.conftest import FIRST, SECOND, TwoRecords
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def found(two_records: TwoRecords, the_pair: Callable[[], Pair]) -> Pair:
    """A pair across two villages of Xinshao."""
    two_records()
    actions.search(actor=SYSTEM)
    return the_pair()


def _page(pair: Pair, name: str = "pair") -> str:
    return reverse(f"duplicates:{name}", args=[pair.uuid])


def test_the_list_shows_names_places_and_reasons_and_writes_down_who_was_looked_at(
    found: Pair, client_of: SignIn
) -> None:
    text = client_of("township_clerk").get(reverse("duplicates:pairs")).content.decode()
    for shown in ("者保山", "布龙村委会", "里方村委会", "姓名相同", "出生日期相同"):
        assert shown in text
    seen = Look.objects.filter(verb="duplicates.view").latest("seq").persons
    assert set(seen) == {str(found.one.uuid), str(found.other.uuid)}


def test_a_list_without_a_pair_says_so_instead_of_showing_an_empty_table(client_of: SignIn) -> None:
    text = client_of("township_clerk").get(reverse("duplicates:pairs")).content.decode()
    assert 'class="empty-state"' in text
    assert "<thead>" not in text


@pytest.mark.requirement("D14")
def test_a_stranger_finds_no_list_entry_and_no_page(found: Pair, client_of: SignIn) -> None:
    browser = client_of("stranger")
    assert "者保山" not in browser.get(reverse("duplicates:pairs")).content.decode()
    assert browser.get(_page(found)).status_code == 404
    assert browser.post(_page(found, "tell_apart"), {"reason": "不是我的"}).status_code == 404


def test_side_by_side_shows_where_the_numbers_differ_and_never_what_they_are(found: Pair, client_of: SignIn) -> None:
    text = client_of("township_clerk").get(_page(found)).content.decode()
    assert "18位中的第16位" in text
    for number in (FIRST, SECOND):
        assert number not in text
        assert number[-6:] not in text
    looked_at = set(Look.objects.filter(verb="people.view").values_list("person", flat=True))
    assert {found.one.uuid, found.other.uuid} <= looked_at


def test_the_clerk_says_that_they_are_two_persons(found: Pair, client_of: SignIn, the_pair: Callable[[], Pair]) -> None:
    browser = client_of("township_clerk")
    answer = browser.post(_page(found, "tell_apart"), {"reason": "见过两个人"}, follow=True)
    assert answer.status_code == 200
    assert the_pair().status == Status.APART
    again = browser.post(_page(found, "tell_apart"), {"reason": "再说一次"}, follow=True)
    assert "两个人" in again.content.decode()
    browser.post(_page(found, "reopen"), {"reason": "弄错了"})
    assert the_pair().status == Status.FOUND


def test_without_a_reason_the_page_says_what_is_missing(
    found: Pair, client_of: SignIn, the_pair: Callable[[], Pair]
) -> None:
    client_of("township_clerk").post(_page(found, "tell_apart"), {"reason": ""})
    assert the_pair().status == Status.FOUND


def test_one_person_leads_to_the_merge_of_the_register(found: Pair, client_of: SignIn) -> None:
    browser = client_of("township_clerk")
    text = browser.get(_page(found)).content.decode()
    merge = reverse("people:merge", args=[found.one.uuid])
    assert merge in text
    compared = browser.post(merge, {"other": str(found.other.uuid)})
    assert compared.status_code == 200
    assert "step" in compared.content.decode()


def test_the_village_answers_about_its_own_record_and_sees_no_other(
    found: Pair, client_of: SignIn, village_officer: Actor
) -> None:
    client_of("township_clerk").post(_page(found, "ask"), {"reason": "请看身份证"})
    browser = client_of("village_officer")
    text = browser.get(reverse("duplicates:questions")).content.decode()
    with everywhere(reason="test"):
        numbers = {p.pk: p.person_no for p in Person.objects.all()}
        mine = Question.objects.get(person=found.one_id)
        theirs = Question.objects.get(person=found.other_id)
    assert numbers[found.one_id] in text
    assert numbers[found.other_id] not in text
    assert browser.post(reverse("duplicates:answer", args=[theirs.uuid]), {"answer": "x"}).status_code == 404
    browser.post(reverse("duplicates:answer", args=[mine.uuid]), {"answer": "身份证相符"})
    with scope_of(village_officer):
        assert Question.objects.get(pk=mine.pk).answer == "身份证相符"
    assert "身份证相符" in client_of("township_clerk").get(_page(found)).content.decode()


def test_the_list_of_work_names_pairs_to_the_township_and_questions_to_the_village(
    found: Pair, township_clerk: Actor, village_officer: Actor
) -> None:
    with scope_of(township_clerk):
        (entry,) = pairs(township_clerk)
        assert entry.count == 1
        actions.ask(found.pk, actor=township_clerk, note="请看身份证")
        assert list(pairs(township_clerk)) == []
    with scope_of(village_officer):
        (asked,) = questions(village_officer)
        assert asked.count == 1


def test_only_who_works_for_the_county_starts_a_search(found: Pair, client_of: SignIn) -> None:
    assert client_of("township_clerk").post(reverse("duplicates:search")).status_code == 403
    assert client_of("city_officer").post(reverse("duplicates:search")).status_code == 302


@pytest.mark.parametrize("query", ["state=none", "after=x", "after=99999999999999999999"])
def test_an_address_that_was_tampered_with_is_not_found(query: str, client_of: SignIn) -> None:
    assert client_of("township_clerk").get(f"{reverse('duplicates:pairs')}?{query}").status_code == 404


def test_a_long_list_goes_on_behind_the_last_pair_shown(
    make_person: Callable[..., Person], client_of: SignIn, county: Any
) -> None:
    from gangqiao.duplicates.tests.made import pair_of

    people = [make_person(county.xinshao) for _n in range(56)]
    for other in people[1:]:
        pair_of(people[0], other, county.xinshao, score=7.0)
    browser = client_of("township_clerk")
    first = browser.get(reverse("duplicates:pairs"))
    second = browser.get(first.context["next_href"])
    shown = [line.pair.pk for answer in (first, second) for line in answer.context["lines"]]
    assert len(shown) == len(set(shown)) == 55
    assert second.context["next_href"] == ""
