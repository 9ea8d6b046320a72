"""A cell becomes the raw value of the register, and says when it was written oddly."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.imports.reading.base import Place
from gangqiao.imports.reading.lines import LineReader, reader_of
from gangqiao.imports.rows import Note, Payload, pack_say, unpack_say
from gangqiao.imports.vocabulary import BY_ABOUT, terms, words
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.words import Say

TODAY = dt.date(2020, 4, 1)
NUMBER = make_id_number(dt.date(1978, 3, 15), "1", 8)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen_at(TODAY):
        yield


def read(key: str, cell, unit: str = ""):
    found = reader_of(Place(key, "A", "", unit))(cell)
    return found.value, found.severity, found.code


@pytest.mark.parametrize(
    "cell",
    [f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", f"'{NUMBER}", NUMBER[:6] + NUMBER[8:17], f"\u3000{NUMBER}"],
)
def test_an_untidy_id_number_is_read_with_a_note(cell):
    assert read("person.id_number", cell) == (NUMBER, "read", "id_written_oddly")


@pytest.mark.parametrize("cell", [int(NUMBER[:15] + "000"), float(NUMBER[:15] + "000"), f"{float(NUMBER[:17]):.11E}"])
def test_an_id_number_kept_as_a_number_is_refused_and_never_repaired(cell):
    value, severity, code = read("person.id_number", cell)
    assert (value, severity, code) == (None, "wrong", "id_as_number")


def test_a_cross_for_the_x_at_the_end_is_read():
    number = next(n for o in range(400) if (n := make_id_number(dt.date(1978, 3, 15), "1", o)).endswith("X"))
    assert read("person.id_number", number[:17] + "×")[:2] == (number, "read")


@pytest.mark.parametrize(
    ("cell", "day", "severity"),
    [
        (dt.date(2020, 3, 16), "2020-03-16", ""),
        ("2020-03-16", "2020-03-16", ""),
        ("2020.3.16", "2020-03-16", "read"),
        ("2020/3/16", "2020-03-16", "read"),
        ("2020年3月16日", "2020-03-16", "read"),
        ("2020-03-16 00:00:00", "2020-03-16", "read"),
        ("20200316", "2020-03-16", "read"),
        (20200316, "2020-03-16", "read"),
        (20200316.0, "2020-03-16", "read"),
        (43906, "2020-03-16", "read"),
        ("16/3/2020", "2020-03-16", "read"),
        ("20.3.16", "2020-03-16", "doubt"),
        ("2020年3月", "2020-03", "doubt"),
        ("202003", "2020-03", "doubt"),
        (202003, "2020-03", "doubt"),
        ("2020", "2020", "doubt"),
        ("2020-02-30", None, "wrong"),
        ("3/4/2020", None, "wrong"),
        ("去年", None, "wrong"),
        ("/", None, ""),
    ],
)
def test_a_day_is_read_in_every_writing(cell, day, severity):
    assert read("spell.started_on", cell)[:2] == (day, severity)


@pytest.mark.parametrize(
    ("cell", "unit", "value", "severity"),
    [
        (3500, "", "3500", ""),
        (3500.5, "元", "3500.50", ""),
        ("3,500", "", "3500", ""),
        ("3500元/月", "", "3500", "read"),
        ("约3500", "", "3500", "read"),
        ("3500左右", "", "3500", "read"),
        ("3.5千", "", "3500", "read"),
        ("0.35万元", "", "3500", "read"),
        (35, "百元", "3500", ""),
        (0.35, "万元", "3500", ""),
        (3.5, "千元/月", "3500", ""),
        ("3500元", "百元", "3500", "read"),
        ("3000-4000", "", None, "doubt"),
        ("3000～4000元", "", None, "doubt"),
        ("3000以上", "", None, "doubt"),
        (42000, "元/年", None, "doubt"),
        ("150元/天", "", None, "doubt"),
        (60000, "", "60000", "doubt"),
        (35, "", "35", "doubt"),
        ("不多", "", None, "wrong"),
        ("无", "", None, ""),
    ],
)
def test_an_income_is_read_with_its_unit(cell, unit, value, severity):
    assert read("spell.monthly_income", cell, unit)[:2] == (value, severity)


@pytest.mark.parametrize(
    ("key", "cell", "value", "severity"),
    [
        ("person.name", "张 三", "张三", "read"),
        ("person.name", "阿依古丽.买买提", "阿依古丽·买买提", "read"),
        ("person.name", "张三(已故)", "张三", "doubt"),
        ("person.name", "123", None, "wrong"),
        ("person.phone", 13987654321, "13987654321", "read"),
        ("person.phone", "139 8765 4321", "13987654321", "read"),
        ("person.phone", "13987654321、13887654321", "13987654321", "doubt"),
        ("person.phone", "1398765432", None, "wrong"),
        ("person.phone", "无", None, ""),
        ("person.ethnicity", "彝", "07", ""),
        ("person.education", "初中", "71", ""),
        ("person.education", "初中毕业", None, "wrong"),
        ("relation", "长女", "30", ""),
        ("relation", "本人", "02", ""),
        ("poor", "√", "yes", ""),
        ("poor", "一般农户", "no", ""),
        ("poor", "说不清", None, "doubt"),
        ("intention.training_wish", "不愿意", "no", ""),
        ("intention.wished_courses", "电工、焊工", ["electrician", "welder"], ""),
        ("household.household_no", 532504101007, "532504101007", ""),
        ("household.household_no", 5325041010070100.0, None, "wrong"),
        ("household.land_mu", "5.5亩", "5.5", "read"),
        ("household.land_mu", "4.0", "4", ""),
        ("spell.evidence", "C 联系到本人", "C", ""),
        ("spell.evidence", "C联系到本人", "C", ""),
        ("status", "在家务农", "farming", ""),
        ("status", "否", "idle", ""),
        ("age", "45岁", "45", ""),
    ],
)
def test_other_cells_are_read(key, cell, value, severity):
    assert read(key, cell)[:2] == (value, severity)


def test_the_nearest_word_is_offered_for_one_outside_the_list():
    assert "初中" in str(reader_of(Place("person.education"))("初中毕业").say)


def test_name_and_number_in_each_others_columns_are_one_fault_on_both_cells():
    reader = LineReader(0, [Place("person.name", "A"), Place("person.id_number", "B")])
    record = reader.read(3, [NUMBER, "张三"])
    assert [(n.code, n.column) for n in record.notes] == [("columns_swapped", "A"), ("columns_swapped", "B")]
    assert not record.values


def test_no_sentence_repeats_an_id_number():
    reader = LineReader(0, [Place("person.name", "A"), Place("person.id_number", "B")])
    for cells in ([NUMBER, None], [NUMBER, NUMBER], ["张三", f" {NUMBER}"]):
        for note in reader.read(3, cells).notes:
            assert NUMBER not in str(note.say)


def test_every_usual_column_has_at_least_six_headings():
    usual = ("person.name", "person.id_number", "person.phone", "spell.destination", "spell.monthly_income", "relation")
    for term in terms():
        if term.key in usual:
            assert len(set(term.headings)) >= 6, term.key


def test_no_heading_means_two_things():
    seen: dict[str, str] = {}
    for key, headings in words().items():
        for heading in headings:
            assert seen.setdefault(heading, key) == key, heading


def test_every_column_key_names_an_attribute_or_an_own_column():
    for term in terms():
        about, _dot, name = term.key.partition(".")
        assert not name or about == "category" or name in BY_ABOUT[about], term.key


@given(
    st.text(max_size=30),
    st.sampled_from([t.key for t in terms() if t.key not in ("spell.destination", "person.residence")]),
)
def test_no_cell_breaks_a_reader(text, key):
    with clock.frozen_at(TODAY):
        if key not in ("number", "unwanted"):
            reader_of(Place(key, "A", "", "元"))(text)


def test_a_payload_comes_back_as_it_was_kept():
    note = Note("doubt", "x", Say("“%(raw)s” has no day. %(inner)s", raw="a", inner=Say("The row is new.")), "C", "Day")
    payload = Payload("张三", {"person.name": "张三"}, [note], [], [{"verb": "people.correct"}])
    again = Payload.from_json(payload.to_json())
    assert again.notes[0].say == note.say
    assert (again.name, again.cells, again.acts, again.reasons) == (payload.name, payload.cells, payload.acts, "x")


def test_a_lazy_label_is_kept_by_its_msgid():
    label = BY_ABOUT["person"]["education"].label
    assert str(unpack_say(pack_say(Say("%(label)s", label=label)))) == str(label)


COLUMNS = ("person.name", "person.id_number", "person.phone", "spell.monthly_income", "intention.wished_courses")
NUMBERS = [13900000001, 4000, 4000.0, 1, 1.0, True]
TEXTS = [
    "张三",
    "张 三",
    NUMBER,
    f"'{NUMBER}",
    "138****0001",
    "13900000001",
    "4千元",
    "电工、焊工",
    "电工",
    "x",
    "",
    "/",
    "无",
]
ODD_CELLS = st.sampled_from([None, *TEXTS, *NUMBERS, "***", "5304***********5", dt.date(2020, 3, 1)])


@given(st.lists(st.lists(ODD_CELLS, min_size=6, max_size=6), max_size=12), st.integers(0, 3))
def test_many_lines_at_once_are_read_as_each_of_them(lines, short):
    places = [Place(key, letter, key) for key, letter in zip((*COLUMNS, "person_no"), "ABCDEF", strict=True)]
    block = [(n, cells[: 6 - short], frozenset()) for n, cells in enumerate(lines, 1)]
    at_once, reader = LineReader(0, places), LineReader(0, places)
    for _again in range(2):  # the second time from the tables
        for one, other in zip(at_once.read_lines(block), [reader.read(*line) for line in block], strict=True):
            assert (one.values, one.likely_id, one.content) == (other.values, other.likely_id, other.content)
            assert [(n.code, n.column, str(n.say)) for n in one.notes] == [
                (n.code, n.column, str(n.say)) for n in other.notes
            ]
