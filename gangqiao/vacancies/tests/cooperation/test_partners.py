"""Vacancies of a partner by Excel: unknown employers are listed, nothing is open before it is verified here."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.places.models import Division
from gangqiao.vacancies.models import Agreement, Employer, Vacancy
from gangqiao.vacancies.reads.partners import vacancies_of
from gangqiao.vacancies.reads.postings import published

pytestmark = pytest.mark.django_db
HEADINGS = ["单位名称", "岗位名称", "招聘人数", "计薪方式", "工资下限", "工作地点", "有效期至", "联系电话"]


def book(*rows: list[str]) -> SimpleUploadedFile:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet("岗位")
        for number, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("partner.xlsx", target.getvalue())


@pytest.mark.requirement("R052")
def test_a_partners_list_is_looked_at_and_taken_once(bureau_user, client_of, county):
    with clock.frozen_at(dt.date(2020, 6, 10)):
        outside = Division.objects.get(name="红河哈尼族彝族自治州")
        agreement = Agreement.objects.create(partner="样本区人社局", place=outside, signed_on=dt.date(2019, 8, 1))
        good = ["远方电子厂", "装配工", "12", "月薪", "4500", outside.name, "2020-07-31", "13887300001"]
        bad = [*good[:6], "2020-01-01", good[7]]
        browser = client_of(bureau_user)
        bring = reverse("vacancies:partner_workbook", args=[agreement.uuid])
        preview = browser.post(bring, {"file": book(good, bad)})["Location"]
        shown = browser.get(preview)
        assert (shown.context["many_fine"], shown.context["many_wrong"]) == (1, 1), [
            line.faults for line in shown.context["wrong"]
        ]
        assert shown.context["new"] == ["远方电子厂"]
        with everywhere(reason="test"):
            assert not Employer.objects.exists()
        for _twice in range(2):
            browser.post(preview)
        with everywhere(reason="test"):
            assert list(Employer.objects.values_list("name", "status", "area")) == [
                ("远方电子厂", "listed", county.key)
            ]
            assert Vacancy.objects.get().status == "submitted"
            assert len(vacancies_of(agreement)) == 1
        assert not published()
        assert "装配工" in browser.get(reverse("vacancies:agreement", args=[agreement.uuid])).content.decode()


def test_an_agreement_that_ended_brings_nothing(bureau_user, client_of, county):
    with clock.frozen_at(dt.date(2020, 6, 10)):
        outside = Division.objects.get(name="红河哈尼族彝族自治州")
        ended = Agreement.objects.create(
            partner="样本区人社局", place=outside, signed_on=dt.date(2018, 8, 1), valid_to=dt.date(2020, 6, 10)
        )
        row = ["远方电子厂", "装配工", "12", "月薪", "4500", outside.name, "2020-07-31", "13887300001"]
        browser = client_of(bureau_user)
        bring = reverse("vacancies:partner_workbook", args=[ended.uuid])
        browser.post(browser.post(bring, {"file": book(row)})["Location"])
        with everywhere(reason="test"):
            assert not Vacancy.objects.exists()
            assert not Employer.objects.exists()
