"""The forms themselves: accepted by ODK Validate, the same bytes every time, filled in from the lists, read back."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pyxform.validators.odk_validate import ODKValidateError, check_xform

from gangqiao.kernel.identifiers import make_id_number
from gangqiao.openrosa.forms_compiled import KINDS, Notice, key_of, node_of, person_properties, read, shown
from gangqiao.openrosa.forms_compiled.making import version_of, xform
from gangqiao.openrosa.tests.forms.judges import XFORMS, fill
from gangqiao.openrosa.tests.forms.people import ON, OWN, every_kind
from gangqiao.surveys.compiling import compile_sheet
from gangqiao.surveys.questions import QuestionSheet, digest

SAVETO = "{http://www.opendatakit.org/xforms/entities}saveto"
NOTICE = Notice(2, "我们是“村委会”的工作人员 ${x} <br> & 可以不回答。")


def _xml(sheet: QuestionSheet, kind: str, **more: Any) -> bytes:
    return xform(sheet, digest(sheet.as_json()), kind, **more)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sheet", [compile_sheet(), every_kind()], ids=["declared", "with the city's items"])
def test_odk_validate_accepts_every_form(sheet: QuestionSheet, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xml"
    path.write_bytes(_xml(sheet, kind, notice=NOTICE))
    assert check_xform(str(path)) == []


def test_odk_validate_is_really_asked(tmp_path: Path) -> None:
    path = tmp_path / "form.xml"
    path.write_bytes(_xml(every_kind(), "person_update").replace(b"&gt; 0", b"&gt; 0 and", 1))
    with pytest.raises(ODKValidateError):
        check_xform(str(path))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_questions_are_the_same_bytes(kind: str) -> None:
    from gangqiao.openrosa.forms_compiled import making

    first = _xml(every_kind(), kind)
    making._made.cache_clear()
    assert _xml(every_kind(), kind) == first
    assert _xml(every_kind(), kind, notice=NOTICE) != first
    assert _xml(every_kind(), kind, languages=("en",)) != first


def test_the_version_of_a_form_begins_with_the_digest_of_its_questions() -> None:
    sheet = every_kind()
    root = ET.fromstring(_xml(sheet, "person_update", notice=NOTICE)).find(f".//{XFORMS}instance")
    assert root is not None
    assert root[0].attrib == {"id": "person_update", "version": version_of(digest(sheet.as_json()), NOTICE)}
    assert version_of("d", None) == "d"


def test_words_of_the_city_come_through_as_they_were_typed() -> None:
    form = ET.fromstring(_xml(every_kind(), "person_update", notice=NOTICE))
    texts = {value.text for value in form.iter(f"{XFORMS}value")}
    assert {"“好”的", '"none"', "本市“mood”的 $ {项目} < & > *"} <= texts
    # The engine of the phones would take ${x} for a reference.
    assert {NOTICE.words.replace("${", "$ {"), "差 $ {x}"} <= texts


def test_every_answer_is_saved_under_its_own_name() -> None:
    sheet = every_kind()
    binds = ET.fromstring(_xml(sheet, "person_update")).iter(f"{XFORMS}bind")
    saved = {bind.attrib[SAVETO]: bind.attrib["nodeset"].rpartition("/")[2] for bind in binds if SAVETO in bind.attrib}
    assert saved == {node: node for node in (node_of(q.key) for q in sheet.section("person").questions)}
    assert {key_of(node) for node in saved} == {q.key for q in sheet.section("person").questions}


def test_who_is_chosen_stands_filled_in_and_what_is_not_shown_is_kept(tmp_path: Path) -> None:
    sheet = every_kind()
    names = person_properties(sheet)
    assert "own_health" not in names
    assert "person_health_status" not in names
    row = dict.fromkeys(names, "") | {
        "name": "p1", "label": "张三", "__version": "3", "household": "h1", "given_works": "yes", "notice_version": "1",
        "person_birth_date": "1980-02-29", "survey_works_now": "yes", "spell_monthly_income": "3500.5",
        "own_crops": "1 2",
    }  # fmt: skip
    with (tmp_path / "persons.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["name", "label", "__version", *names])
        writer.writeheader()
        writer.writerow(row)
    xml = _xml(sheet, "person_update", notice=NOTICE)
    chosen = {"on": ON.isoformat(), "household": "h1", "person": "p1"}
    first, second = fill(xml, [chosen, chosen | {"asked_own_health": "2"}], tmp_path)
    assert first["person_birth_date"] == [True, "1980-02-29", True]
    assert first["spell_monthly_income"] == [True, "3500.5", True]
    assert first["own_crops"][1] == "1 2"
    assert first["notice_read"][0], "an older wording was read out: this one is still to be"
    assert not first["own_health"][0], "an absent node keeps what is recorded"
    assert second["own_health"][:2] == [True, "2"]
    assert first["spell_ended_on"][0] is False


def test_sex_and_birthday_of_a_newcomer_follow_the_id_number(tmp_path: Path) -> None:
    number = make_id_number(ON.replace(year=1980), "2", 7)
    xml = _xml(every_kind(), "household_register")
    typed = [{"on": ON.isoformat(), "person_id_number": one} for one in (number, number[:17] + "?", "")]
    good, bad, none = fill(xml, typed, tmp_path)
    assert (good["person_sex"][1], good["person_birth_date"][1]) == ("2", "1980-03-16")
    assert good["person_id_number"][2]
    assert not bad["person_id_number"][2]
    assert not good["id_exception"][0]
    assert none["id_exception"][0]


def test_the_limits_of_the_register_hold_in_the_form(tmp_path: Path) -> None:
    xml = _xml(every_kind(), "person_update")
    typed = [
        {"person_phone": "139 8765 4321", "person_name": "张三"},
        {"person_phone": "0873-6122345", "person_name": "张" * 50},
        {"person_phone": "1398765432", "person_name": "张" * 51},
    ]
    assert [(one["person_phone"][2], one["person_name"][2]) for one in fill(xml, typed, tmp_path)] == [
        (True, True), (True, True), (False, False),
    ]  # fmt: skip


def test_a_filled_form_is_read_by_the_keys_of_the_questions() -> None:
    form = ET.fromstring(
        '<data xmlns:orx="http://openrosa.org/xforms" id="household_register"><on>2020-03-16</on><area>1</area>'
        "<set0_household><household_address>布龙村 3 号</household_address></set0_household>"
        "<members><relation>02</relation><person_id_number>x</person_id_number><set0_person>"
        "<person_name>张三</person_name><own_crops>1 3</own_crops><own_mood/></set0_person>"
        "<meta><entity/></meta></members><orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
    )
    filled = read(every_kind(), form)
    assert filled.nodes == {"on": "2020-03-16", "area": "1"}
    assert filled.answers == {"household.address": "布龙村 3 号"}
    (member,) = filled.members
    assert member.nodes == {"relation": "02", "person_id_number": "x"}
    assert member.answers == {"person.name": "张三", "own.crops": ["1", "3"], "own.mood": ""}


def test_values_are_shown_as_a_form_writes_them() -> None:
    kinds = {q.key: q for q in OWN}
    assert shown(kinds["own.rent"], 350_050) == "3500.5"
    assert shown(kinds["own.crops"], ["1", "3"]) == "1 3"
    assert shown(kinds["own.began"], ON) == "2020-03-16"
    assert shown(kinds["own.land"], None) == ""
