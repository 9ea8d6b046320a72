"""Carrying a pack: what counts, what cannot have been, and that the same thing twice is once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.audit.models import Event, Look
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Household, Person
from gangqiao.vacancies.actions.delivering import Said, Told, close_answers, deliver, keep_response
from gangqiao.vacancies.delivering_queue import packs_to_carry, questions
from gangqiao.vacancies.models import Delivery, Pack, ReleaseLine, Response
from gangqiao.vacancies.policy.delivering import due_at_doors, why_not_delivered
from gangqiao.vacancies.reads import delivering
from gangqiao.vacancies.refusals.delivering import ChangeUsed, NotSo
from gangqiao.vacancies.states import Answer, Way
from gangqiao.vacancies.tests.carried import make_pack, make_seeker
from gangqiao.vacancies.tests.made import make_release


@pytest.fixture
def pack(county: Any) -> Pack:
    """The first village's pack of this month, with two vacancies of the township."""
    return make_pack(county.villages[0], county, titles=("缝纫工", "保洁员"))


@pytest.fixture
def seeks(person: Person) -> Person:
    """The head of `household` wants to work."""
    return make_seeker(person)


@pytest.fixture
def village(county: Any) -> Any:
    with scope_of(county.villages[0]):
        yield county.villages[0]


def told(pack: Pack, **values: Any) -> Told:
    return Told(
        **({"change_id": uuid4(), "pack": pack.uuid, "way": "meeting", "on": clock.today(), "reached": 2} | values)
    )


def said(pack: Pack, person: Person, **values: Any) -> Said:
    vacancy = ReleaseLine.objects.filter(release=pack.release_id).first()
    assert vacancy is not None
    given = {"change_id": uuid4(), "pack": pack.uuid, "person": person.uuid, "vacancy": vacancy.vacancy}
    return Said(**(given | {"answer": "interested", "on": clock.today()} | values))


@pytest.mark.requirement("R054", "R055", "R056")
def test_a_visit_counts_for_its_household_and_each_of_the_three_deliveries(
    pack: Pack, household: Household, seeks: Person, village_officer: Any, village: Any
) -> None:
    assert list(delivering.due_households(pack)) == [household]
    visit = told(pack, way="visit", household=household.uuid, reached=None, policies=True)
    made = deliver(visit, actor=village_officer)
    deliver(told(pack, services=True), actor=village_officer)
    assert made.reached == 1
    pack.refresh_from_db()
    assert (pack.status, pack.first_delivered_on) == ("delivered", clock.today())
    reached = delivering.reached_by([pack])[pack.pk]
    assert (reached.households, reached.counted_at_meetings) == (1, 2)
    assert (reached.jobs, reached.policies, reached.services) == (2, 1, 1)
    assert list(delivering.due_households(pack)) == []


def test_the_same_change_twice_is_kept_once_and_another_under_its_number_is_refused(
    pack: Pack, household: Household, person: Person, village_officer: Any, village: Any, county: Any
) -> None:
    change = told(pack)
    assert deliver(change, actor=village_officer) == deliver(change, actor=village_officer)
    answer = said(pack, person)
    assert keep_response(answer, actor=village_officer) == keep_response(answer, actor=village_officer)
    assert (Delivery.objects.count(), Response.objects.count()) == (1, 1)
    assert Event.objects.filter(verb="vacancies.deliver").count() == 1
    with everywhere(reason="test data"):
        other = Pack.objects.create(
            area_id=village.key, release=make_release(county.key, clock.today().replace(year=2019, day=1))
        )
    with pytest.raises(ChangeUsed):
        deliver(told(other, change_id=change.change_id), actor=village_officer)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"way": "pigeon"}, "way"),
        ({"way": "visit"}, "household"),
        ({"reached": None}, "reached"),
        ({"reached": 4}, "reached"),
        ({"jobs": False}, "jobs"),
        ({"on": clock.today() + timedelta(days=1)}, "on"),
        ({"on": clock.today() - timedelta(days=1)}, "on"),
        ({"questions": "问" * 501}, "questions"),
    ],
)
def test_what_cannot_have_been_is_refused_where_it_stands(
    pack: Pack, village_officer: Any, village: Any, values: dict[str, Any], field: str
) -> None:
    values = {key: value if key != "on" else clock.today() + (value - clock.today()) for key, value in values.items()}
    with pytest.raises(NotSo) as refused:
        deliver(told(pack, **values), actor=village_officer)
    assert refused.value.field == field
    assert not Delivery.objects.exists()


@given(
    way=st.sampled_from([str(way) for way in Way]),
    to_household=st.booleans(),
    reached=st.one_of(st.none(), st.integers(-2, 9)),
    households=st.integers(0, 5),
    what=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    day=st.integers(-3, 3),
)
def test_what_is_taken_is_possible(
    way: str, to_household: bool, reached: int | None, households: int, what: tuple[bool, bool, bool], day: int
) -> None:
    today = clock.today()
    fault = why_not_delivered(
        way=way, to_household=to_household, reached=reached, households=households, what=what,
        on=today + timedelta(days=day), issued_on=today - timedelta(days=1), today=today,
    )  # fmt: skip
    if fault is None:
        assert (way in ("visit", "phone")) == to_household
        assert any(what)
        assert -1 <= day <= 0
        assert reached is None or (reached >= 0 and (not households or reached <= households))


@pytest.mark.requirement("R055")
def test_the_newest_answer_counts_and_all_are_kept(
    pack: Pack, person: Person, village_officer: Any, village: Any
) -> None:
    first = said(pack, person, answer="question", words="包路费吗")
    keep_response(first, actor=village_officer)
    keep_response(said(pack, person, answer="no"), actor=village_officer)
    assert [row.answer for row in delivering.responses_to(pack)] == ["no"]
    assert delivering.answers_in(village.key) == {person.uuid: {str(first.vacancy): "no"}}
    assert Response.objects.count() == 2
    assert Event.objects.filter(verb="vacancies.respond", person=person.uuid).count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [({"answer": "maybe"}, "answer"), ({"answer": "question"}, "words"), ({"vacancy": UUID(int=1)}, "vacancy")],
)
def test_an_answer_is_about_a_vacancy_of_the_pack(
    pack: Pack, person: Person, village_officer: Any, village: Any, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(NotSo) as refused:
        keep_response(said(pack, person, **values), actor=village_officer)
    assert refused.value.field == field


def test_nobody_carries_the_pack_of_another_place(
    pack: Pack, person_elsewhere: Person, village_officer: Any, stranger: Any, auditor: Any, village: Any, county: Any
) -> None:
    with scope_of(county.hongxi), pytest.raises(Pack.DoesNotExist):
        deliver(told(pack), actor=stranger)
    with scope_of(county.division), pytest.raises(NotYourVerb):
        deliver(told(pack), actor=auditor)
    with pytest.raises(Person.DoesNotExist):
        keep_response(said(pack, person_elsewhere), actor=village_officer)


def test_the_table_itself_refuses_a_delivery_of_nothing(pack: Pack, village: Any) -> None:
    with pytest.raises(IntegrityError):
        Delivery.objects.create(area_id=village.key, pack=pack, on=clock.today(), way="visit", jobs=False, by="x")


def test_the_pack_of_the_newest_issued_release_is_carried(pack: Pack, county: Any, village: Any) -> None:
    with everywhere(reason="test data"):
        later = make_release(county.key, clock.today().replace(year=clock.today().year + 1, day=1), status="compiling")
        Pack.objects.create(area_id=village.key, release=later)
    assert delivering.pack_of(village.key) == pack
    pack.release.status = "closed"
    pack.release.save()
    assert delivering.pack_of(village.key) is None


def test_waiting_packs_and_questions_stand_on_the_list_of_work(
    pack: Pack, person: Person, village_officer: Any, village: Any
) -> None:
    (entry,) = packs_to_carry(village_officer)
    assert entry.since == clock.today()
    assert entry.count == 1
    keep_response(said(pack, person, answer="question", words="几点下班"), actor=village_officer)
    (asked,) = questions(village_officer)
    assert "几点下班" in str(asked.reason)
    deliver(told(pack), actor=village_officer)
    assert list(packs_to_carry(village_officer)) == []
    keep_response(said(pack, person, answer=Answer.NOT_INTERESTED), actor=village_officer)
    assert list(questions(village_officer)) == []


def test_the_city_sees_where_packs_wait_and_is_not_told_to_carry_them(
    pack: Pack, county: Any, city_officer: Any
) -> None:
    with scope_of(county.division):
        (entry,) = packs_to_carry(city_officer)
        assert entry.href == reverse("vacancies:coverage", args=[pack.release.uuid]) + "?which=waiting#list"
        with clock.frozen_at(clock.today() + timedelta(days=60)):
            assert list(packs_to_carry(city_officer)) == []  # now the entry of late packs tells it
    assert due_at_doors(clock.today()) > clock.today()


# --- the desk ---------------------------------------------------------------------------------------------------------


def test_the_desk_records_a_meeting_and_shows_whom_it_names(
    client_of: Callable[..., Any], pack: Pack, seeks: Person
) -> None:
    browser = client_of("village_officer")
    address = f"/packs/{pack.uuid}/"
    page = browser.get(f"{address}delivery/")
    assert page.status_code == 200
    assert seeks.name in page.content.decode()
    assert str(seeks.uuid) in Look.objects.order_by("-seq")[0].persons
    sent = {"change_id": str(uuid4()), "on": clock.today().isoformat(), "way": "meeting", "reached": "9", "jobs": "on"}
    assert browser.post(f"{address}deliver/", sent).status_code == 422
    for _ in range(2):
        assert browser.post(f"{address}deliver/", sent | {"reached": "3"}).status_code == 302
    with everywhere(reason="what was recorded"):
        assert [row.reached for row in Delivery.objects.all()] == [3]
    assert browser.post(f"{address}close-answers/").status_code == 302
    with everywhere(reason="what was recorded"):
        assert Pack.objects.get(pk=pack.pk).status == "feedback_closed"


@pytest.mark.requirement("R055", "R056")
def test_the_desk_records_a_visit_with_what_each_said(
    client_of: Callable[..., Any], pack: Pack, household: Household, seeks: Person
) -> None:
    browser = client_of("village_officer")
    address = f"/packs/households/{household.uuid}/"
    page = browser.get(address)
    assert "缝纫工" in page.content.decode()
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].is_hidden}
    person, vacancy, key = form.asked[0]
    assert person == seeks.uuid
    sent |= {"on": clock.today().isoformat(), "way": "visit", "jobs": "on", "services": "on"}
    assert browser.post(address, sent | {f"answer-{key}": "question"}).status_code == 422
    with everywhere(reason="what was recorded"):
        assert not Delivery.objects.exists()
    for _ in range(2):
        assert browser.post(address, sent | {f"answer-{key}": "interested"}).status_code == 302
    with everywhere(reason="what was recorded"):
        assert Response.objects.get().vacancy == vacancy
        assert (visit := Delivery.objects.get()).household_id == household.pk
        assert (visit.jobs, visit.policies, visit.services) == (True, False, True)


def test_without_a_pack_the_page_says_so(client_of: Callable[..., Any], household: Household) -> None:
    assert client_of("village_officer").get(f"/packs/households/{household.uuid}/").status_code == 200


def test_answers_are_closed_once_the_pack_was_delivered(pack: Pack, village_officer: Any, village: Any) -> None:
    deliver(told(pack), actor=village_officer)
    assert close_answers(pack.pk, actor=village_officer).status == "feedback_closed"
