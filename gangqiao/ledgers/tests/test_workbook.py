"""The blank workbooks follow the declarations."""

from __future__ import annotations

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from gangqiao.kernel.attributes import Choice, MultiChoice
from gangqiao.ledgers import workbook
from gangqiao.people import attributes

SETS = list(workbook.SETS)


def read(about: str) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook.blank(about)))


@pytest.mark.parametrize("about", SETS)
def test_every_declared_attribute_has_its_column(about):
    (heads,) = read(about).get_sheet_by_index(0).to_python()
    for attribute in workbook.SETS[about]:
        assert heads.count(attribute.heading) == 1, attribute.key
    assert len(heads) == len(set(heads))


def test_a_dated_fact_begins_with_whom_it_is_about():
    assert workbook.headings_of("spell")[:2] == ["身份证号码", "姓名"]


@pytest.mark.parametrize("about", SETS)
def test_every_list_offers_the_words_of_its_codes(about):
    lists = read(about).get_sheet_by_index(3).to_python()
    by_heading = {column[0]: [word for word in column[1:] if word] for column in zip(*lists, strict=True)}
    for attribute in workbook.SETS[about]:
        if isinstance(attribute, Choice):
            words = by_heading[attribute.heading]
            assert [attribute.codes.find(word) for word in words] == list(attribute.codes)


def test_lists_are_offered_in_the_cells_and_numbers_are_text():
    with zipfile.ZipFile(io.BytesIO(workbook.blank("person"))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    single = [a for a in attributes.PERSON if isinstance(a, Choice) and not isinstance(a, MultiChoice)]
    assert sheet.count("<dataValidation ") == len(single)
    assert 'numFmtId="49"' in styles  # the text format


@pytest.mark.parametrize("about", SETS)
def test_the_notes_speak_of_every_column_in_both_languages(about):
    book = read(about)
    for index in (1, 2):
        notes = "".join(str(row[0]) for row in book.get_sheet_by_index(index).to_python())
        assert all(attribute.heading in notes for attribute in workbook.SETS[about])


@pytest.mark.django_db
def test_the_template_is_fetched_by_those_who_see_ledgers(client_of, make_user):
    answer = client_of("township_clerk").get("/ledger/template/person/")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert client_of("township_clerk").get("/ledger/template/secret/").status_code == 404
    assert client_of(make_user("funds_clerk")).get("/ledger/template/person/").status_code == 403
