"""Pages of reports, as a clerk walks through them."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import openpyxl.chart
import openpyxl.comments
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gangqiao.audit.models import Event, Look
from gangqiao.audit.subscriptions import follow
from gangqiao.kernel.scope import scope_of
from gangqiao.reports import examples
from gangqiao.reports.models import Filling, Layout, Version
from gangqiao.reports.tests.made import opened, workbook

ROSTER = [
    ["花名册"],
    ["填报单位", ""],
    ["序号", "姓名", "身份证号", "性别", "出生日期"],
    [],
    [],
    ["合计"],
]


def upload(browser, county, rows=ROSTER, name="花名册.xlsx", content=None):
    content = workbook(rows) if content is None else content
    file = SimpleUploadedFile(name, content)
    return browser.post(reverse("reports:upload"), {"file": file, "title": "", "area": county.xinshao.key}, follow=True)


def teach(browser, layout, **posted):
    return browser.post(reverse("reports:teach", args=[layout.uuid]), posted, follow=True)


@pytest.mark.requirement("D07")
def test_a_clerk_teaches_a_layout_and_fills_it(client_of, make_person, county, township_clerk):
    person = make_person(name="赵六")
    browser = client_of("township_clerk")
    page = upload(browser, county).content.decode()
    layout = Layout.objects.get()
    assert layout.title == "花名册.xlsx"
    assert 'name="first" type="number" min="1" value="4"' in page
    assert 'value="5"' in page
    teach(browser, layout, act="block", kind="people", first="4", last="5")
    teach(browser, layout, act="proposals", place=["A", "B", "C", "D", "E", "B2"])
    teach(browser, layout, act="say", c="E4", what="column:birth_date", form="compact")
    version = Version.objects.get()
    taught = version.teaching["sheets"]["Sheet1"]
    assert {c: e["what"] for c, e in taught["block"]["columns"].items()} == {
        "A": "number", "B": "column:name", "C": "column:id_number", "D": "column:sex", "E": "column:birth_date",
    }  # fmt: skip
    assert taught["cells"]["B2"]["what"] == "area"
    teach(browser, layout, act="adopt")
    answer = browser.post(
        reverse("reports:fill", args=[layout.uuid]), {"period": "today", "day": "", "area": county.xinshao.key}
    )
    with scope_of(township_clerk):
        filling = Filling.objects.get()
    assert answer["Location"] == reverse("reports:filling", args=[filling.uuid])
    assert filling.status == "waits"  # a list is made by a job
    follow.func("gangqiao.reports.jobs.fill_after", Event.objects.get(verb="reports.fill").seq)
    file = browser.get(reverse("reports:filling_file", args=[filling.uuid]))
    sheet = opened(file.content)["Sheet1"]
    assert (sheet["B4"].value, sheet["E4"].value) == ("赵六", person.birth_date.strftime("%Y%m%d"))
    assert sheet["B2"].value == "新哨镇"
    assert [str(person.uuid)] in list(Look.objects.values_list("persons", flat=True))


def test_a_version_in_use_is_never_changed_and_a_new_one_begins_with_it(client_of, county, township_clerk):
    browser = client_of("township_clerk")
    browser.post(reverse("reports:take_over", args=["township-summary"]))
    layout = Layout.objects.get()
    first = layout.versions.get()
    assert first.status == "in_force"
    assert browser.get(reverse("reports:teach", args=[layout.uuid])).status_code == 302
    browser.post(reverse("reports:version", args=[layout.uuid]))
    second = layout.versions.get(number=2)
    assert (second.status, second.teaching) == ("draft", first.teaching)
    teach(browser, layout, act="say", c="A19", what="text", text="新注")
    teach(browser, layout, act="adopt")
    first.refresh_from_db()
    assert "A19" not in first.teaching["sheets"]["月报表"]["cells"]
    answer = browser.post(
        reverse("reports:fill", args=[layout.uuid]),
        {"period": "today", "day": "", "area": county.xinshao.key, "version": "1"},
    )
    assert answer.status_code == 302
    with scope_of(township_clerk):
        filling = Filling.objects.get()
    assert filling.version == first
    assert filling.status == "ready"


@pytest.mark.requirement("D14")
def test_a_layout_is_seen_below_and_above_its_area_and_taught_only_there(client_of, county):
    client_of("township_clerk").post(reverse("reports:take_over", args=["township-summary"]))
    address = reverse("reports:layout", args=[Layout.objects.get().uuid])
    assert client_of("village_officer").get(address).status_code == 200
    assert client_of("city_officer").get(address).status_code == 200
    assert client_of("stranger").get(address).status_code == 404


@pytest.mark.requirement("D14")
def test_nobody_fills_for_an_area_that_is_not_theirs(client_of, county, township_clerk):
    browser = client_of("township_clerk")
    browser.post(reverse("reports:take_over", args=["township-summary"]))
    fill = reverse("reports:fill", args=[Layout.objects.get().uuid])
    assert browser.post(fill, {"period": "today", "area": county.hongxi.key}).status_code == 422
    tomorrow = dt.date.today() + dt.timedelta(days=400)
    assert browser.post(fill, {"period": "today", "day": tomorrow, "area": county.xinshao.key}).status_code == 422


@pytest.mark.parametrize(
    ("name", "content"),
    [("form.xls", b"\xd0\xcf\x11\xe0rest"), ("form.xlsx", b"no workbook"), ("form.pdf", b"%PDF-1.4")],
)
def test_what_is_no_form_is_refused_in_words(client_of, county, name, content):
    answer = upload(client_of("township_clerk"), county, name=name, content=content)
    assert answer.status_code == 422
    assert not Layout.objects.exists()


def test_a_cell_that_is_none_and_a_thing_that_is_none_are_told(client_of, county):
    browser = client_of("township_clerk")
    upload(browser, county)
    layout = Layout.objects.get()
    assert teach(browser, layout, act="say", c="5B", what="area").status_code == 200
    teach(browser, layout, act="say", c="B2", what="column:name")  # no list holds this line
    teach(browser, layout, act="block", kind="people", first="9", last="4")
    assert Version.objects.get().teaching == {}
    assert browser.get(reverse("reports:teach", args=[layout.uuid]), {"c": "zz"}).status_code == 200


def test_the_grid_of_a_large_form_stays_light(client_of, county):
    browser = client_of("township_clerk")
    page = upload(browser, county, rows=[[f"列{c}" for c in range(30)] for _r in range(60)])
    assert len(page.content) < 220_000
    for cell in ("A1", "AD60"):
        assert f"c={cell}" in page.content.decode()


def test_a_form_with_a_chart_is_told_to_lose_it(client_of, county):
    book = openpyxl.Workbook()
    book.active.append(["序号", "姓名"])
    plain, drawn = io.BytesIO(), io.BytesIO()
    book.active["A1"].comment = openpyxl.comments.Comment("填写", "县")
    book.save(plain)
    book.active.add_chart(openpyxl.chart.BarChart(), "D1")
    book.save(drawn)
    browser = client_of("township_clerk")
    browser.cookies["django_language"] = "en"
    says = "pictures, charts, shapes or buttons"
    assert says not in upload(browser, county, content=plain.getvalue()).content.decode()
    assert says in upload(browser, county, content=drawn.getvalue()).content.decode()


@pytest.mark.django_db
@pytest.mark.requirement("D07")
@pytest.mark.parametrize("sample", examples.EXAMPLES)
def test_every_example_is_taught_wholly(sample):
    from gangqiao.reports import choices
    from gangqiao.reports import teaching as t

    example = examples.EXAMPLES[sample]
    book, teaching = opened(examples.workbook_of(example)), t.load(example.teaching)
    for name, taught in teaching.sheets.items():
        assert name in book.sheetnames
        entries = [(e, "") for e in taught.cells.values()]
        entries += [(e, taught.block.kind) for e in taught.block.columns.values()]
        for entry, kind in entries:
            if entry.kind not in (t.RESULT, t.GOAL, t.GAP):  # of a plan, which is not loaded here
                assert choices.check(entry, kind)
