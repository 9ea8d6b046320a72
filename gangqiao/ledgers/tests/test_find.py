"""One box understands names, pinyin, ID numbers, phones and numbers of the register."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.identifiers import make_id_number, parse_id_number
from gangqiao.ledgers import actions
from gangqiao.ledgers.models import DayOfMisses
from gangqiao.ledgers.reads import finding
from gangqiao.ledgers.reads.finding import Find
from gangqiao.people.models import Contact

pytestmark = pytest.mark.django_db
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@pytest.fixture
def zhang(make_person):
    return make_person(
        name="张小明",
        name_pinyin="zhangxiaoming",
        name_initials="zxm",
        phone="13887312345",
        birth_date=date(1985, 5, 4),
    )


@pytest.fixture
def others(make_person, county):
    """Somebody else of the same township, and a namesake in another one."""
    make_person(name="普忠", name_pinyin="puzhong", name_initials="pz", phone="13887300001")
    return make_person(county.hongxi, name="张小明", name_pinyin="zhangxiaoming", name_initials="zxm")


@pytest.mark.requirement("R041")
@pytest.mark.parametrize("typed", ["张", "张小明", " 张 小明 ", "zhang", "Zhang Xiao", "zhangxiaoming", "ZXM", "zx"])
def test_a_name_is_found_by_its_beginning_its_pinyin_and_its_initials(typed, zhang, others, find_as):
    assert find_as("township_clerk", typed).names == ["张小明"]
    assert find_as("city_officer", typed).names == ["张小明", "张小明"]


def test_letters_that_are_both_offer_the_other_reading(make_person, find_as, look_at):
    make_person(name="满利", name_pinyin="manli", name_initials="ml")
    make_person(name="马爱楠", name_pinyin="maainan", name_initials="man")
    shown = find_as("township_clerk", "man")
    assert shown.names == ["满利"]
    assert "also the initials" in shown.words
    assert find_as("township_clerk", "zzz").names == []


@pytest.mark.requirement("D01")
def test_an_id_number_leads_to_its_person_in_every_writing(zhang, others, find_as):
    number = zhang.id_number
    spaced = f" {number[:6]} {number[6:14]} {number[14:]} "
    for typed in (number, number.lower(), spaced, number.translate(FULL_WIDTH)):
        answer = find_as("township_clerk", typed)
        assert _leads_to(answer, zhang), typed


def test_an_old_number_of_fifteen_digits_finds_the_same_person(make_person, find_as):
    old = "532526850504123"
    person = make_person(id_number=parse_id_number(old).text, name="普忠")
    assert _leads_to(find_as("township_clerk", old), person)


def _leads_to(answer, person) -> bool:
    """The person's file, or a list of this one person where no file is installed."""
    ways = [url for url, _status in answer.response.redirect_chain]
    return str(person.uuid) in ways[-1] or answer.names == [person.name]


def test_a_phone_finds_everybody_who_can_be_reached_by_it(zhang, make_person, remember, find_as):
    make_person(name="李秀兰", phone="13887312345")
    remember(Contact, make_person(name="普忠"), phone="13887312345")
    for typed in ("13887312345", "138 8731 2345", "+86 13887312345"):
        assert sorted(find_as("township_clerk", typed).names) == sorted(["张小明", "李秀兰", "普忠"])


def test_a_household_number_lists_its_members(zhang, others, make_person, find_as):
    make_person(household=zhang.household, name="张小红")
    number = zhang.household.household_no
    assert sorted(find_as("township_clerk", number).names) == ["张小明", "张小红"]
    assert sorted(find_as("township_clerk", number[:-1]).names)[:2] == ["张小明", "张小红"]
    assert find_as("township_clerk", number, ledger="households").response.redirect_chain


def test_a_person_number_leads_to_its_person(zhang, others, find_as):
    assert _leads_to(find_as("township_clerk", zhang.person_no), zhang)


# --- what is wrong is said -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("532504198505041234", "The last character should be"),
        ("53250419850504123", "17 of its 18 digits"),
        ("532504198513041234", "no day of the calendar"),
        ("990000198505041234", "No province has the code 99"),
        ("1388731234", "A mobile number has 11 digits; counted here: 10"),
    ],
)
def test_a_wrong_number_gets_the_sentence_and_keeps_what_was_typed(typed, sentence, zhang, find_as):
    answer = find_as("township_clerk", typed)
    assert answer.response.status_code == 422
    assert sentence in answer.words
    assert f'value="{typed}"' in answer.html
    assert not DayOfMisses.objects.exists()  # a mistyped number tells nothing, so it is no miss


def test_a_number_of_somebody_elsewhere_answers_like_one_of_nobody(zhang, others, find_as):
    made = find_as("township_clerk", others.id_number)
    nobody = find_as("township_clerk", _unused_number())
    assert made.response.status_code == nobody.response.status_code == 422
    sentence = "Nobody in your area has this: ID number."
    assert sentence in made.words
    assert sentence in nobody.words


_orders = itertools.count(401)


def _unused_number() -> str:
    return make_id_number(date(1971, 3, 3), "1", next(_orders))


def test_misses_are_counted_and_end_the_day_with_a_sentence(zhang, find_as, settings, township_clerk):
    settings.LEDGER_MISSES_A_DAY = 3
    answers = [find_as("township_clerk", _unused_number()) for _ in range(3)]
    assert "Nobody in your area" in answers[0].words
    assert "You looked for 3 numbers today" in answers[2].words
    # Not even a right number is answered now; names still are.
    assert "You looked for 3 numbers today" in find_as("township_clerk", zhang.id_number).words
    assert find_as("township_clerk", "张小明").names == ["张小明"]
    verbs = list(Event.objects.filter(actor_id=township_clerk.user_id).values_list("verb", flat=True))
    assert verbs.count("ledgers.miss") == 2
    assert verbs.count("ledgers.refuse_to_find") == 1
    with clock.frozen_at(clock.today() + timedelta(days=1)):
        assert actions.refuse_when_used_up(Find(finding.ID_NUMBER, zhang.id_number), actor=township_clerk) is None


def test_a_post_that_reads_no_personal_fields_cannot_test_numbers(zhang, make_user, county, find_as):
    leader = make_user("headquarters_leader", county.division, "leader")
    answer = find_as(leader, zhang.id_number)
    assert "cannot find by them" in answer.words
    assert Level.INTERNAL < Level.PERSONAL


def test_nothing_typed_shows_the_list(zhang, find_as):
    assert find_as("township_clerk", "   ").names == ["张小明"]


def test_nobody_of_that_name_is_said_kindly(zhang, find_as):
    assert "Nothing fits" in find_as("township_clerk", "龘").words


# --- addresses say nothing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["张小明", "zhangxiaoming", "13887312345"])
def test_no_address_carries_what_was_typed(typed, zhang, make_person, find_as):
    make_person(name="张小明", name_pinyin="zhangxiaoming", phone="13887312345")
    chain = find_as("township_clerk", typed).response.redirect_chain
    assert chain
    assert all(typed not in url and "%E5%BC%A0" not in url for url, _status in chain)


def test_a_sealed_search_serves_its_own_user_only():
    token = finding.seal_find(Find("name", "张"), 1)
    assert finding.open_find(token, 1) == Find("name", "张")
    assert finding.open_find(token, 2) is None
    assert finding.open_find(token[:-2] + "AA", 1) is None
    assert finding.open_find("%%%", 1) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_token(text):
    assert finding.open_find(finding.seal_find(Find("name", text), 7), 7) == Find("name", text)


@pytest.mark.parametrize(
    "typed",
    [
        "\x00",
        "'; DROP TABLE people_person; --",
        "%",
        "_",
        "张%",
        "\U0010ffff",
        "1e999",
        pytest.param("九" * 100, id="long"),
    ],
)
def test_strange_texts_are_answered(typed, zhang, find_as):
    assert find_as("township_clerk", typed).response.status_code in (200, 422)
