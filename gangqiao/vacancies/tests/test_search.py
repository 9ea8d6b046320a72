"""Search finds exactly the open vacancies that have the words, and never one that was closed a moment ago."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.occupations.terms import folded
from gangqiao.vacancies.search import Filters, find, following, forget
from gangqiao.vacancies.search.documents import SPELLED, Document
from gangqiao.vacancies.search.finding import _worths, words_of
from gangqiao.vacancies.search.index import Index, meant_by
from gangqiao.vacancies.tests.made import make_employer, make_vacancy, vacancies_of

SEWING = "6-05-01-03"
# Records without an area, as the log names them: their keys need not be there.
PUBLIC_RECORDS = [
    model(pk=1) for model in apps.get_app_config("vacancies").get_models() if not issubclass(model, ScopedModel)
]
DAY = dt.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _own_index():
    """The database of a test is rolled back under the index: it begins anew."""
    forget()
    yield
    forget()


@pytest.fixture
def employer(county):
    return make_employer(county.xinshao, name="弥勒宏样制衣有限公司")


def titles_of(text, **options):
    hits = find(text, **options)
    with everywhere(reason="test"):
        by_key = Vacancy.objects.in_bulk(hits.pks)
    return [by_key[pk].title for pk in hits.pks]


def change(row, verb, **values):
    """What an action does: the row and its event in one go."""
    with everywhere(reason="test"):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        record(verb, actor=SYSTEM, subject=row)


# --- what is found ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "缝纫",
        "缝制工",
        "平车",
        "fengren",
        "fr",
        "缝刃工",
        "宏样",
        "hongyang",
        "新哨",
        "xinshao",
        "缝纫 新哨",
        "新哨缝纫",
    ],
)
def test_a_vacancy_is_found_by_word_synonym_pinyin_employer_and_place(county, employer, typed):
    make_vacancy(employer, title="熟练缝纫女工", occupation=SEWING)
    make_vacancy(make_employer(county.hongxi, name="样味酒店"), title="客房服务员")
    assert titles_of(typed) == ["熟练缝纫女工"]


@pytest.mark.django_db
def test_every_word_must_fit_and_no_text_finds_all(employer):
    make_vacancy(employer, title="缝纫工", occupation=SEWING)
    make_vacancy(employer, title="保洁员", occupation="4-09-08-01")
    assert titles_of("缝纫 保洁") == []
    assert sorted(titles_of("")) == ["保洁员", "缝纫工"]
    assert find("").total == 2


@pytest.mark.django_db
def test_the_title_goes_before_the_employer_and_fresh_before_old_among_equals(county, employer):
    today = clock.today()
    make_vacancy(make_employer(county.hongxi, name="焊工之家有限公司"), title="普工")
    make_vacancy(employer, title="焊工", confirmed_on=today - dt.timedelta(days=9), skills="旧")
    make_vacancy(employer, title="焊工", confirmed_on=today, skills="新")
    hits = find("焊工")
    with everywhere(reason="test"):
        found = [Vacancy.objects.get(pk=pk) for pk in hits.pks]
    assert [(row.title, row.skills) for row in found] == [("焊工", "新"), ("焊工", "旧"), ("普工", "")]


@pytest.mark.django_db
def test_pages_together_hold_each_vacancy_once(employer):
    for at in range(7):
        make_vacancy(employer, title=f"缝纫工{at}")
    pages = [find("缝纫", offset=offset, limit=3) for offset in (0, 3, 6)]
    assert [len(page.pks) for page in pages] == [3, 3, 1]
    assert {page.total for page in pages} == {7}
    assert len({pk for page in pages for pk in page.pks}) == 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("filters", "values"),
    [
        (Filters(couples=True), {"suits": ["couples"]}),
        (Filters(couples=True), {"couples_room": "yes"}),
        (Filters(over_50=True), {"suits": ["over_50"]}),
        (Filters(no_mandarin=True), {"suits": ["no_mandarin"]}),
        (Filters(with_lodging=True), {"lodging": "paid"}),
        (Filters(free_lodging=True), {"lodging": "free"}),
        (Filters(free_board=True), {"board": "free"}),
        (Filters(transport=True), {"transport": "yes"}),
        (Filters(shifts="day"), {"shifts": "day"}),
        (Filters(pay_form="day"), {"pay_form": "day"}),
        (Filters(pay_at_least=600_000), {"pay_max": 600_000}),
        (Filters(occupation="6-05"), {"occupation": SEWING}),
    ],
)
def test_a_filter_lets_only_those_through_that_say_so(employer, filters, values):
    make_vacancy(employer, title="缝纫工甲")
    make_vacancy(employer, title="缝纫工乙", **values)
    assert titles_of("缝纫", filters=filters) == ["缝纫工乙"]


@pytest.mark.django_db
def test_the_filter_of_a_place_takes_what_lies_in_it(county, employer):
    make_vacancy(employer, title="缝纫工")
    assert find("", filters=Filters(place=str(employer.place_id))).total == 1
    assert find("", filters=Filters(place=county.key)).total == 1
    assert find("", filters=Filters(place=county.hongxi.key)).total == 0


# --- what is true ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "submitted", "verified", "paused_stale", "filled", "expired", "withdrawn"])
def test_only_what_is_published_is_found(employer, status):
    make_vacancy(employer, title="缝纫工", status=status)
    assert find("缝纫").total == 0


@pytest.mark.django_db
def test_a_vacancy_that_closes_is_gone_at_the_next_search(employer):
    vacancy = make_vacancy(employer, title="缝纫工")
    assert find("缝纫").total == 1
    change(vacancy, "vacancies.withdraw", status="withdrawn")
    assert find("缝纫").total == 0
    change(vacancy, "vacancies.publish", status="published")
    assert find("缝纫").pks == (vacancy.pk,)


@pytest.mark.django_db
def test_one_that_closes_past_the_log_is_not_found_either(employer):
    vacancy = make_vacancy(employer, title="缝纫工")
    assert find("缝纫").total == 1
    with everywhere(reason="test"):
        Vacancy.objects.filter(pk=vacancy.pk).update(status="withdrawn")
    assert (find("缝纫").pks, find("缝纫").total) == ((), 0)


@pytest.mark.django_db
def test_a_barred_employer_takes_all_its_vacancies_out(employer):
    make_vacancy(employer, title="缝纫工")
    make_vacancy(employer, title="裁剪工")
    assert find("").total == 2
    change(employer, "vacancies.bar_employer", status="barred")
    assert find("").total == 0


@pytest.mark.django_db
def test_changed_words_are_found_and_the_old_ones_are_not(employer):
    vacancy = make_vacancy(employer, title="焊工")
    assert find("焊工").total == 1
    change(vacancy, "vacancies.correct", title="保安")
    assert (find("焊工").total, find("保安").total) == (0, 1)
    change(employer, "vacancies.correct_employer", name="样和物业公司")
    assert (find("宏样").total, find("样和").total) == (0, 1)


@pytest.mark.django_db
def test_what_is_new_is_found_with_an_event_and_without(employer):
    assert find("缝纫").total == 0
    make_vacancy(employer, title="缝纫工")
    assert find("缝纫").total == 1
    change(make_vacancy(employer, title="缝纫工"), "vacancies.publish")
    assert find("缝纫").total == 2


@pytest.mark.django_db
def test_a_confirmation_that_lapses_or_an_end_that_comes_takes_it_out(employer, monkeypatch):
    today = clock.today()
    make_vacancy(employer, title="缝纫工", valid_until=today + dt.timedelta(days=3))
    make_vacancy(employer, title="裁剪工", confirmed_on=today - dt.timedelta(days=9))
    assert find("").total == 2
    monkeypatch.setenv("GANGQIAO_TODAY", (today + dt.timedelta(days=4)).isoformat())
    assert titles_of("") == ["裁剪工"]
    monkeypatch.setenv("GANGQIAO_TODAY", (today + dt.timedelta(days=30)).isoformat())
    assert find("").total == 0


@pytest.mark.django_db
def test_an_event_about_any_record_of_the_app_leaves_the_search_whole(employer, make_person, county):
    """A household that said yes, a fair, a release: whatever is told, the next search goes on."""
    make_vacancy(employer, title="缝纫工")
    assert titles_of("缝纫工") == ["缝纫工"]
    with everywhere(reason="test"):
        rows = [*vacancies_of(make_person(county.xinshao)), *PUBLIC_RECORDS]
        for row in rows:
            record("vacancies.test", actor=SYSTEM, subject=row)
    assert "缝纫工" in titles_of("缝纫工")


def test_a_log_that_is_another_one_begins_the_index_anew(employer, monkeypatch):
    vacancy = make_vacancy(employer, title="焊工")
    change(vacancy, "vacancies.correct")
    assert find("焊工").total == 1
    with everywhere(reason="test"):
        Vacancy.objects.filter(pk=vacancy.pk).update(title="保安")
    assert find("焊工").total == 1  # nothing tells that it changed
    # As after a restore: the same number, another content.
    monkeypatch.setattr(following._kept, "digest", b"of another log")
    assert (find("焊工").total, find("保安").total) == (0, 1)


# --- an oracle that is too slow and too plain to be wrong -----------------------------------------------------------

TITLES = [
    "缝纫工",
    "熟练缝纫女工",
    "平车",
    "车工",
    "焊工",
    "CNC操机",
    "保洁员",
    "A2司机",
    "长白班普工",
    "重庆火锅服务员",
]
EMPLOYERS = ["宏样电子厂", "样美服饰", "长安样通", "重庆样力", "焊工之家"]
PLACES = ["云南省红河哈尼族彝族自治州弥勒市", "广东省深圳市龙华区", "重庆市", "湖南省长沙市"]
CODES = ["", SEWING, "6-18-01-01", "6-18-02-04", "4-09-08-01", "4-02-02-02"]
WORDS = [
    "缝纫",
    "fr",
    "fengren",
    "车",
    "车工",
    "焊",
    "cnc",
    "A2",
    "a",
    "chang",
    "cq",
    "chongqing",
    "深圳",
    "sz",
    "工",
    "保洁",
]
WORDS += ["月嫂", "龘", "平车 深圳", "hanjie", "员", "hg", "弥勒 焊工", "缝制工", "bj", "g", "g ", "  "]


@st.composite
def made_documents(draw):
    made = []
    for pk in range(1, draw(st.integers(0, 12)) + 1):
        texts = {
            "title": folded(draw(st.sampled_from(TITLES))),
            "employer": folded(draw(st.sampled_from(EMPLOYERS))),
            "place": draw(st.sampled_from(PLACES)),
            "rest": folded(draw(st.sampled_from(["", "能吃苦", "会平车优先"]))),
        }
        code = draw(st.sampled_from(CODES))
        made.append(document(pk, {key: text for key, text in texts.items() if text}, code))
    return made


def document(pk, texts, code):
    return Document(pk, uuid4(), tuple(texts.items()), code, "k", DAY, DAY, "month", 0, "", "", "", "", "", frozenset())


def has(one, word):
    """True when one of the texts has the word, or its pinyin from some syllable on begins so, or the trade is meant."""
    for field, text in one.texts:
        syllables = [s.lower() for s in lazy_pinyin(text, style=Style.NORMAL)]
        for at in range(len(syllables)):
            tail = syllables[at:]
            is_spelled = "".join(tail).startswith(word) or "".join(s[0] for s in tail).startswith(word)
            if field in SPELLED and len(word) > 1 and word.isascii() and word.isalpha() and is_spelled:
                return True
        if word in text:
            return True
    return one.occupation in meant_by(word)


@given(made_documents(), st.sampled_from(WORDS), st.lists(st.integers(1, 12), max_size=4))
def test_what_is_found_equals_what_a_naive_search_finds(made, text, dropped):
    index = Index(DAY)
    index.put(made)
    index.put(made[: len(made) // 2])  # said twice: nothing changes
    index.drop(dropped)
    left = [one for one in made if one.pk not in dropped]
    words = words_of(text)
    assert set(_worths(index, words)) == {one.pk for one in left if all(has(one, word) for word in words)}
    assert index.open == {one.pk for one in left}


@given(made_documents())
def test_an_index_that_was_emptied_holds_nothing(made):
    index = Index(DAY)
    index.put(made)
    index.drop([one.pk for one in made])
    assert (index.documents, index.open, index.recency) == ({}, set(), {})
    assert all(index.match(word) == {} for word in ("缝纫", "gong", "工"))
