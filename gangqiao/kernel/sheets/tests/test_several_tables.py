"""Several tables on one sheet, and cells that stand for the one above."""

from __future__ import annotations

from gangqiao.kernel.sheets import LineKind, Vocabulary
from gangqiao.kernel.sheets.tests.shapes import id_number, keys, phone, record_lines, understood, xlsx

NAMES = ("张伟", "李娜", "王芳", "杨光", "普明祥")
PEOPLE = [[name, id_number(n), phone(n)] for n, name in enumerate(NAMES)]
FIRST = ["姓名", "身份证号码", "联系电话"]
SECOND = ["电话", "姓名", "身份证号码", "性别", "文化程度", "与户主关系"]
OTHERS = [[phone(n), name, id_number(n), "男", "初中", "子"] for n, name in enumerate(NAMES)]


def kinds_of(content: bytes) -> dict[int, str]:
    return {line: str(kind) for line, kind, *_rest in understood(content)[1]}


def test_the_first_table_of_a_sheet_is_the_list_also_when_a_fuller_one_stands_below():
    content = xlsx(("名单", [["一、外出人员"], FIRST, *PEOPLE, [], ["二、在家人员"], SECOND, *OTHERS]))
    layout, found = understood(content)
    assert layout.header_lines == (2,)
    assert keys(layout) == {"A": "name", "B": "id_number", "C": "phone"}
    assert record_lines(found) == [3, 4, 5, 6, 7]


def test_lines_of_a_second_table_are_never_read_by_the_headings_of_the_first():
    content = xlsx(("名单", [FIRST, *PEOPLE, [], ["二、在家人员"], SECOND, *OTHERS]))
    kinds = kinds_of(content)
    assert kinds[9] == LineKind.OTHER_HEADING
    assert {kinds[line] for line in range(10, 15)} == {"other record"}


def test_a_second_table_may_differ_in_one_column_only():
    headings = ["姓名", "身份证号码", "联系电话", "务工地点"]
    lines = [[*person, "昆明市"] for person in PEOPLE]
    other = ["姓名", "身份证号码", "联系电话", "家庭住址"]
    kinds = kinds_of(xlsx(("名单", [headings, *lines, other, *lines])))
    assert [kinds[7], kinds[8]] == ["other heading", "other record"]


def test_the_same_headings_again_begin_no_other_table():
    kinds = kinds_of(xlsx(("名单", [FIRST, *PEOPLE, FIRST, *PEOPLE])))
    assert [kinds[7], kinds[8]] == ["heading", "record"]


def test_after_the_first_headings_again_the_lines_are_records_again():
    kinds = kinds_of(xlsx(("名单", [FIRST, *PEOPLE, SECOND, OTHERS[0], FIRST, PEOPLE[0]])))
    assert [kinds[line] for line in (7, 8, 9, 10)] == ["other heading", "other record", "heading", "record"]


def test_a_note_with_a_phone_above_the_table_does_not_hide_its_header():
    note = ["填报人", "张伟", "审核人", "李娜"]
    layout, _found = understood(xlsx(("名单", [note, ["联系电话：13800000000"], FIRST, *PEOPLE])))
    assert layout.header_lines == (3,)


def test_a_ditto_mark_stands_for_the_cell_above():
    headings = ["姓名", "身份证号码", "务工单位", "务工地点"]
    places = [("样丰电子厂", "东莞市"), ("同上", "〃"), ("同 上", "″"), ("", '"'), ("样隆鞋厂", "泉州市")]
    lines = [[*person[:2], employer or None, place] for person, (employer, place) in zip(PEOPLE, places, strict=True)]
    found = understood(xlsx(("名单", [headings, *lines])))[1]
    expected = [["样丰电子厂", "东莞市"]] * 3 + [[None, "东莞市"], ["样隆鞋厂", "泉州市"]]
    assert [cells[2:] for _line, _kind, cells, _filled in found] == expected
    assert found[1][3] == frozenset({2, 3})


def test_a_ditto_mark_never_gives_an_id_number_to_another_person():
    lines = [PEOPLE[0], ["李娜", "同上", "同上"]]
    found = understood(xlsx(("名单", [FIRST, *lines])))[1]
    assert found[1][2] == ["李娜", "同上", PEOPLE[0][2]]


def test_a_thousand_unknown_headings_are_searched_for_once_each(monkeypatch):
    searched: list[str] = []
    search = Vocabulary._search
    monkeypatch.setattr(Vocabulary, "_search", lambda self, h: searched.append(h.normal) or search(self, h))
    headings = ["姓名", "身份证号码", *(f"不认识的列{chr(0x4E00 + n)}" for n in range(200))]
    layout, _found = understood(xlsx(("名单", [headings, ["张伟", id_number(1)], ["李娜", id_number(2)]])))
    assert layout.header_lines == (1,)
    assert len(searched) == len(set(searched))
