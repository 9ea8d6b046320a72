"""The questions: one digest for the same questions, one meaning of a condition, and no answer lost."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.kernel.conditions import WrongCondition
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import make_id_number, parse_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.surveys import actions
from gangqiao.surveys.compiling import attribute_of, compile_sheet
from gangqiao.surveys.models import Item
from gangqiao.surveys.questions import Question, QuestionSheet, Section, check, digest, evaluate, judge, upgrade
from gangqiao.surveys.reads import facts
from gangqiao.surveys.refusals import ChoicesMissing, ItemExists

DAY = dt.date(2020, 3, 16)
KEYS = ("a", "b", "c")
values = st.one_of(st.none(), st.sampled_from(["", "x", "y", "3"]), st.integers(0, 5), st.lists(st.sampled_from("xy")))
leaves = st.one_of(
    st.builds(lambda k, v: {"eq": [k, v]}, st.sampled_from(KEYS), st.sampled_from(["x", 3])),
    st.builds(lambda k: {"answered": k}, st.sampled_from(KEYS)),
    st.builds(lambda k: {"matches": [k, r"[a-z]{1,3}"]}, st.sampled_from(KEYS)),
    st.builds(lambda k: {"id_number": k}, st.sampled_from(KEYS)),
    st.builds(lambda k: {"in": [k, ["x", "y"]]}, st.sampled_from(KEYS)),
)
trees = st.recursive(
    leaves,
    lambda t: st.one_of(
        st.builds(lambda p: {"all": p}, st.lists(t, max_size=3)),
        st.builds(lambda p: {"any": p}, st.lists(t, max_size=3)),
        st.builds(lambda p: {"not": p}, t),
    ),
    max_leaves=8,
)
all_facts = st.fixed_dictionaries(dict.fromkeys(KEYS, values))


@settings(deadline=None)
@given(trees, all_facts)
def test_a_checked_tree_is_always_answered_and_not_turns_it_round(tree: Any, known: Any) -> None:
    check(tree, KEYS)
    answer = evaluate(tree, known, DAY)
    assert answer in (True, False, None)
    assert evaluate({"not": tree}, known, DAY) is (None if answer is None else not answer)


@settings(deadline=None)
@given(st.lists(trees, max_size=3), all_facts)
def test_any_is_the_mirror_of_all(parts: Any, known: Any) -> None:
    mirrored = evaluate({"not": {"all": [{"not": part} for part in parts]}}, known, DAY)
    assert evaluate({"any": parts}, known, DAY) is mirrored


@settings(deadline=None)
@given(st.one_of(st.text(max_size=20), st.dates(dt.date(1920, 1, 1), DAY).map(lambda d: make_id_number(d, "1", 5))))
def test_the_constraint_of_an_id_number_judges_like_the_register(text: str) -> None:
    try:
        parse_id_number(text)
        expected: bool | None = True
    except Refusal:
        expected = False
    assert evaluate({"id_number": "n"}, {"n": text}, DAY) is (expected if text else None)


@pytest.mark.parametrize("pattern", ["(a+)+b", ".*", "a|b", "a*", "^x$", "[a-z"])
def test_a_pattern_that_engines_read_otherwise_is_refused(pattern: str) -> None:
    with pytest.raises(WrongCondition):
        check({"matches": ["a", pattern]}, KEYS)


@pytest.mark.parametrize("tree", [{}, {"all": 1}, {"eq": ["nobody", 1]}, {"id_number": "nobody"}, {"run": "a"}, 3])
def test_a_tree_that_means_nothing_is_refused(tree: Any) -> None:
    with pytest.raises(WrongCondition):
        check(tree, KEYS)


names = st.sampled_from(["own.i1", "own.i2", "own.i3", "own.i4", "own.i5"])
maps = st.dictionaries(names, names, max_size=4).map(lambda m: {"renamed": {k: v for k, v in m.items() if k != v}})


@settings(deadline=None)
@given(st.dictionaries(names, st.text(max_size=3)), st.lists(maps, max_size=3), st.frozensets(names))
def test_an_upgrade_loses_no_answer(answers: Any, steps: Any, keys: Any) -> None:
    moved, apart = upgrade(answers, steps, keys)
    assert set(moved) <= keys
    assert set(apart) <= set(answers)
    assert len(moved) + len(apart) == len(answers)
    assert sorted([*moved.values(), *apart.values()]) == sorted(answers.values())


def test_codes_follow_their_new_names() -> None:
    steps = [{"renamed": {"own.i1": "own.i2"}, "codes": {"own.i2": {"1": "9"}}}]
    assert upgrade({"own.i1": ["1", "2"]}, steps, frozenset({"own.i2"})) == ({"own.i2": ["9", "2"]}, {})


@pytest.mark.requirement("R032", "R033", "R034", "R035", "R036", "R037", "R038")
def test_every_item_of_the_plan_is_asked() -> None:
    keys = compile_sheet().keys
    wanted = {
        "person.birth_date", "person.labour_capacity", "skill.level", "intention.wants_work", "intention.training_wish",
        "survey.works_now", "spell.spell_kind", "spell.destination", "business.name",
    }  # fmt: skip
    assert wanted <= keys


def test_the_same_questions_have_the_same_digest_in_every_language() -> None:
    from django.utils import translation

    with translation.override("en"):
        english = compile_sheet().as_json()
    with translation.override("zh-hans"):
        chinese = compile_sheet().as_json()
    assert digest(english) == digest(chinese)
    assert QuestionSheet.from_json(json.loads(json.dumps(english))).as_json() == json.loads(json.dumps(english))


def test_codes_keep_their_order_also_where_objects_do_not() -> None:
    """PostgreSQL sorts the keys of stored JSON by their length; the order of the codes is that of the questions."""
    sheet = compile_sheet()
    stored = json.loads(json.dumps(sheet.as_json()))
    for section in stored["sections"]:
        for question in section["questions"]:
            question["codes"] = question["codes"] and dict(sorted(question["codes"].items(), reverse=True))
    read = QuestionSheet.from_json(stored)
    assert [list(q.codes or {}) for q in read] == [list(q.codes or {}) for q in sheet]
    assert digest(stored) == digest(sheet.as_json())


def test_every_question_is_read_by_an_attribute() -> None:
    assert [q.key for q in compile_sheet() if attribute_of(q) is None] == []


def test_a_question_that_is_not_asked_is_not_missing() -> None:
    asks_more = Question("a.more", "text", {"zh": "x"}, required=True, relevant={"eq": ["a.has", "yes"]})
    section = Section("person", (Question("a.has", "choice", {"zh": "x"}, required=True), asks_more))
    assert judge(section, {}, DAY).missing == ("a.has",)
    assert judge(section, {"a.has": "no"}, DAY).missing == ()
    assert judge(section, {"a.has": "yes"}, DAY).missing == ("a.more",)


@pytest.mark.django_db
@pytest.mark.requirement("R039")
def test_an_item_of_the_city_is_asked_answered_renamed_and_never_lost(
    county, campaign, task, person, city_officer, answer
):
    with everywhere(reason="test"):
        made = {"about": "person", "kind": "choice", "required": True, "actor": city_officer}
        item = actions.add_item(label="是否想学养殖", choices=["想", "不想"], **made)
        actions.take_questions(campaign.pk, actor=city_officer)
        sheet = answer(task, city_officer, person, {f"own.{item.key}": "想"})
        assert f"own.{item.key}" not in sheet.missing
        new = actions.add_item(label="想不想学养殖", choices=["不想", "想", "再看"], follows=item, **made)
        version = actions.take_questions(campaign.pk, actor=city_officer)
        (code,) = facts.survey_values(task.household, person, version).values()
        assert version.sheet.section("person").questions[-1].word(code, "zh") == "想"
        assert new.choices["1"] == "想"
        actions.end_item(new.pk, actor=city_officer)
        last = actions.take_questions(campaign.pk, actor=city_officer)
        assert facts.survey_values(task.household, person, last) == {}
        assert f"own.{item.key}" in facts.left_apart(sheet, last)


@pytest.mark.django_db
def test_an_item_is_not_asked_twice_and_a_list_has_two_answers(county, city_officer):
    made = {"about": "person", "required": False, "actor": city_officer}
    actions.add_item(label="几口人", kind="number", choices=[], **made)
    with pytest.raises(ItemExists):
        actions.add_item(label="几口人", kind="number", choices=[], **made)
    with pytest.raises(ChoicesMissing):
        actions.add_item(label="选择", kind="choice", choices=["一", "一"], **made)
    assert Item.objects.count() == 1


@pytest.mark.django_db
def test_versions_are_made_only_when_something_changed(county, city_officer):
    first = actions.newest_questions()
    assert actions.newest_questions() == first
    actions.add_item(label="几口人", about="household", kind="number", choices=[], required=False, actor=city_officer)
    assert actions.newest_questions().pk > first.pk
