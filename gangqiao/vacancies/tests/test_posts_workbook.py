"""Vacancies by Excel: the template comes back filled, wrong lines are told by column, and each is taken once."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gangqiao.kernel.scope import everywhere
from gangqiao.kernel.sheets import open_book
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.tests.made import make_employer
from gangqiao.vacancies.workbooks import NothingRead, read_workbook, vocabulary
from gangqiao.vacancies.workbooks_writing import template

HEADS = ["单位名称", "工种", "招聘人数", "计薪方式", "工资下限", "工作地点", "有效期至", "联系电话", "年龄上限", "备用"]
FINE = ["样本电子厂", "缝纫工", 12, "月薪", 3500, "新哨镇", "2026-12-20", "13887312345", "", "x"]


def book(*rows: list[Any], heads: list[str] = HEADS) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet("岗位")
        for line, cells in enumerate([heads, *rows]):
            for column, cell in enumerate(cells):
                sheet.write(line, column, cell)
    return target.getvalue()


def upload(client: Any, content: bytes) -> Any:
    file = SimpleUploadedFile("岗位.xlsx", content)
    return client.post(reverse("vacancies:workbook"), {"file": file})


def count() -> int:
    with everywhere(reason="test"):
        return Vacancy.objects.count()


@pytest.fixture(autouse=True)
def on_a_day() -> Any:
    from datetime import date

    from gangqiao.kernel import clock

    with clock.frozen_at(date(2026, 11, 26)):
        yield


def test_the_template_is_understood_by_whoever_reads_it() -> None:
    with open_book(template(), name="t.xlsx") as made:
        heads = [str(cell) for cell in next(iter(made.sheets[0].rows()))[1]]
    assert {"单位名称", "岗位名称", "招聘人数"} <= set(heads)
    assert not any("费" in head for head in heads)
    assert all(take in vocabulary().keys for take in ("单位名称", "岗位名称"))
    with pytest.raises(NothingRead):
        read_workbook(template(), "t.xlsx")


@pytest.mark.requirement("R050")
def test_fine_lines_are_taken_once_and_wrong_ones_told_by_line_and_column(county: Any, client_of: Any) -> None:
    make_employer(county.xinshao)
    client = client_of("township_clerk")
    wrong = [*FINE[:2], "many", *FINE[3:8], 40, ""]  # two faults of different kinds, told at once
    stranger = ["不知名的厂", *FINE[1:]]
    answer = upload(client, book(FINE, wrong, stranger))
    page = client.get(answer["Location"])
    assert (page.context["many_fine"], page.context["many_wrong"]) == (1, 2)
    told = {(line.line, letter) for line in page.context["wrong"] for letter, _heading, _words in line.faults}
    assert told == {(3, "C"), (3, "I"), (4, "A")}
    assert page.context["unknown"] == ["J 备用"]
    assert count() == 0
    client.post(answer["Location"])
    client.post(answer["Location"])
    assert count() == 1
    with everywhere(reason="test"):
        row: Any = Vacancy.objects.get()
    assert (row.status, row.number, row.pay_min) == ("submitted", 12, 350_000)
    faults = client.get(answer["Location"], {"faults": "1"})
    again = read_workbook(faults.content, "again.xlsx")
    assert [(line.title, line.raw.get("number")) for line in again.lines] == [("缝纫工", "many"), ("缝纫工", "12")]


def test_a_limit_without_a_reason_is_told_at_its_column(county: Any, client_of: Any) -> None:
    make_employer(county.xinshao)
    client = client_of("township_clerk")
    page = client.get(upload(client, book([*FINE[:8], 40, ""]))["Location"])
    ((letter, heading, _words),) = page.context["wrong"][0].faults
    assert (letter, heading) == ("I", "年龄上限")


def test_a_column_of_fees_stops_the_workbook(county: Any, client_of: Any) -> None:
    make_employer(county.xinshao)
    client = client_of("township_clerk")
    answer = upload(client, book([*FINE[:9], "200"], heads=[*HEADS[:9], "押金"]))
    assert client.get(answer["Location"]).context["fees"] == ["J 押金"]
    client.post(answer["Location"])
    assert count() == 0


def test_nobody_opens_the_workbook_of_another(county: Any, client_of: Any) -> None:
    make_employer(county.xinshao)
    answer = upload(client_of("township_clerk"), book(FINE))
    assert client_of("stranger").get(answer["Location"]).status_code == 404


def test_a_file_that_is_none_is_told_so(county: Any, client_of: Any) -> None:
    assert upload(client_of("township_clerk"), b"no workbook").status_code == 422
