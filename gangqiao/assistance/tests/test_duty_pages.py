"""The pages of days, sheets and spot-checks: keyed, compared with paper, printed, and masked where everybody reads."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from gangqiao.accounts import sessions
from gangqiao.assistance.actions import duty, sheets
from gangqiao.assistance.actions.duty import By, Said
from gangqiao.assistance.models import DutyDay, DutyPlan, DutySheet, Holder, Objection, SpotCheck
from gangqiao.assistance.reads import sheets as reads
from gangqiao.assistance.tests.made import make_holder
from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere, scope_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R100")]
FEBRUARY, TODAY = date(2020, 2, 1), date(2020, 3, 16)
ID = make_id_number(date(1975, 5, 5), "2", 7)


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def holder(person: Any) -> Holder:
    person.id_number, person.phone = ID, "13887300001"
    with everywhere(reason="test"):
        person.save()
    return make_holder(person, begins_on=date(2020, 1, 1), standard=60_000)


def keyed(holder: Holder, **days: str) -> dict[str, str]:
    cells = {f"m-{holder.uuid}-{name[1:]}": sign for name, sign in days.items()}
    return {"area": str(holder.post.area_id), "month": "2020-02", **cells}


def marks(holder: Holder) -> dict[int, tuple[str, bool, str]]:
    with everywhere(reason="test"):
        rows = DutyDay.objects.filter(holder=holder, struck_at=None)
        return {row.on.day: (row.mark, row.half, row.way) for row in rows}


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def text_of(content: bytes) -> str:
    """What a reader of the PDF can read; without a break in a word."""
    reader = shutil.which("pdftotext")
    assert reader is not None, "pdftotext is missing: install poppler-utils"
    read = subprocess.run([reader, "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return read.stdout.decode()


def cells_of(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join("|".join(str(cell or "") for cell in row) for row in book.active.iter_rows(values_only=True))


def test_days_are_keyed_into_the_grid_and_who_may_not_sees_no_entry(holder, client_of):
    village = client_of("village_officer")
    here = f"/posts/duty/?area={holder.post.area_id}&month=2020-02"
    page = village.get(here).content.decode()
    assert f'name="m-{holder.uuid}-3"' in page
    assert village.post("/posts/duty/days/", keyed(holder, d3="1", d4="5", d5="缺", d6="")).status_code == 302
    assert marks(holder) == {
        3: ("present", False, "screen"), 4: ("present", True, "screen"), 5: ("absent", False, "screen"),
    }  # fmt: skip
    assert village.post("/posts/duty/days/", keyed(holder, d7="Z")).status_code == 422
    assert f'name="m-{holder.uuid}-3"' not in client_of("auditor").get(here).content.decode()
    assert client_of("stranger").get(here).status_code == 404
    assert village.get("/posts/duty/?month=nonsense").status_code == 200
    # A plan, and the month planned as the last one was.
    village.post("/posts/duty/plan/", {"area": str(holder.post.area_id), "month": "2020-02"})
    answer = village.post(f"/posts/duty/plan/{holder.uuid}/", {"month": "2020-02", "day": ["3", "4"], "hours": "8-11"})
    assert answer.status_code == 302
    with everywhere(reason="test"):
        assert [(one.days, one.hours) for one in DutyPlan.objects.all()] == [([3, 4], "8-11")]
    assert village.get(f"/posts/duty/plan/{holder.uuid}/?month=2020-02").status_code == 200


def test_paper_that_says_otherwise_than_the_phone_is_shown_and_not_taken_unseen(holder, client_of, township_clerk):
    with scope_of(township_clerk):
        duty.mark(holder.pk, {FEBRUARY.replace(day=3): Said("absent")}, actor=township_clerk, by=By("phone"))
    village = client_of("village_officer")
    here = f"/posts/duty/?area={holder.post.area_id}&month=2020-02"
    seen = seen_on(village.get(here).content.decode())
    paper = {**keyed(holder, d3="1", d4="1"), "way": "paper", "seen": seen}
    answer = village.post("/posts/duty/days/", paper)
    assert (answer.status_code, set(marks(holder))) == (409, {3})
    assert village.post("/posts/duty/days/", {**paper, "take": "1"}).status_code == 302
    assert marks(holder) == {3: ("present", False, "paper"), 4: ("present", False, "paper")}
    # From the screen: what the reader saw may be changed, what came since may not.
    with scope_of(township_clerk):
        duty.mark(holder.pk, {FEBRUARY.replace(day=5): Said("sick")}, actor=township_clerk)
    assert village.post("/posts/duty/days/", {**keyed(holder, d5="1"), "seen": seen}).status_code == 409
    fresh = seen_on(village.get(here).content.decode())
    assert village.post("/posts/duty/days/", {**keyed(holder, d5="1"), "seen": fresh}).status_code == 302


def test_the_workbook_comes_back_as_what_it_says_and_twice_changes_nothing(holder, client_of):
    village, area = client_of("village_officer"), str(holder.post.area_id)
    content = village.get(f"/posts/duty/paper/xlsx/?area={area}&month=2020-02").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    line = next(row for row in book.active.iter_rows() if row[-1].value == str(holder.uuid))
    line[4].value, line[5].value = 1, "半"
    filled = io.BytesIO()
    book.save(filled)
    for expected in (2, 0):
        file = io.BytesIO(filled.getvalue())
        file.name = "duty.xlsx"
        page = village.post("/posts/duty/workbook/", {"area": area, "month": "2020-02", "file": file}).content.decode()
        assert 'value="1"' in page
        before = len(marks(holder))
        village.post("/posts/duty/days/", {**keyed(holder, d3="1", d4="半"), "way": "paper", "seen": seen_on(page)})
        assert len(marks(holder)) - before == expected
    with everywhere(reason="test"):
        assert DutyDay.objects.count() == 2
    other = io.BytesIO(filled.getvalue())
    other.name = "duty.xlsx"
    answer = village.post("/posts/duty/workbook/", {"area": area, "month": "2020-01", "file": other})
    assert answer.status_code == 302
    said = text_of(village.get(f"/posts/duty/paper/pdf/?area={area}&month=2020-02").content)
    assert holder.person.name in said
    assert "半" in said


@pytest.fixture
def sheet(holder, village_officer) -> DutySheet:
    with scope_of(village_officer):
        duty.mark(holder.pk, {FEBRUARY.replace(day=n): Said() for n in range(1, 21)}, actor=village_officer)
        made = sheets.draw_up(str(holder.post.area_id), "hrss", FEBRUARY, actor=village_officer)
        return sheets.submit(made.pk, actor=village_officer, phone="0873-6120000")


def test_a_sheet_is_led_on_by_its_buttons_and_an_objection_is_taken_from_its_line(holder, client_of):
    village, clerk = client_of("village_officer"), client_of("township_clerk")
    asked = {"area": str(holder.post.area_id), "department": "hrss", "month": "2020-02"}
    assert village.post("/posts/sheets/draw-up/", {**asked, "month": "2020-04"}).status_code == 422
    there = village.post("/posts/sheets/draw-up/", asked).headers["Location"]
    village.post(f"{there}draw-up/")
    village.post(f"{there}submit/", {"phone": "0873-6120000"})
    clerk.post(f"{there}send-back/", {"reason": "少一天"})
    village.post(f"{there}submit/", {"phone": "0873-6120000"})
    clerk.post(f"{there}check/")
    clerk.post(f"{there}publish/")
    with everywhere(reason="test"):
        (line,) = reads.lines_of(DutySheet.objects.get())
    village.post(f"/posts/lines/{line.uuid}/object/", {"reason": "没见过她"})
    page = clerk.get(there).content.decode()
    with everywhere(reason="test"):
        assert [one.words for one in Objection.objects.all()] == ["没见过她"]
    code = reads.code_of(DutySheet.objects.get().paper)
    assert code in page
    assert "state-good" in clerk.get(f"{there}?code={code.lower()}").content.decode().split('class="duty-code"')[1]
    assert "state-bad" in clerk.get(f"{there}?code=0000").content.decode().split('class="duty-code"')[1]
    with clock.frozen_at(TODAY + timedelta(days=6)):
        clerk.post(f"{there}finish/")
        assert DutySheet.objects.get().status == "final"
        assert client_of("auditor").get(there).status_code == 200
    assert client_of("stranger").get(there).status_code == 404
    for reader in ("village_officer", "township_clerk", "city_officer"):
        assert "2020年2月" in client_of(reader).get("/posts/sheets/?look=final").content.decode(), reader


def test_the_sheet_on_paper_is_the_countys_form_word_for_word(sheet, client_of):
    clerk = client_of("township_clerk")
    said = text_of(clerk.get(f"/posts/sheets/{sheet.uuid}/paper/pdf/").content)
    for words in (
        "乡村公益性岗位出勤天数和拟拨付岗位补贴金额汇总表", "序号", "姓名", "身份证号码", "规定出勤天数",
        "本月累计出勤天数", "补贴金额", "协议起止时间", "填报单位(盖章)", "填报时间", "开发主管部门", "填报人",
        "联系电话", "审核人(签字)", "400.00", "0873-6120000", "2020年2月",
    ):  # fmt: skip
        assert words.replace("(", "（").replace(")", "）") in said.replace("(", "（").replace(")", "）"), words
    assert ID not in said
    assert "400.00" in cells_of(clerk.get(f"/posts/sheets/{sheet.uuid}/paper/xlsx/").content)


def test_whole_numbers_leave_only_with_a_reason_that_each_person_can_read(sheet, holder, client_of, monkeypatch):
    there = f"/posts/sheets/{sheet.uuid}/official/"
    clerk = client_of("township_clerk")
    assert clerk.post(there, {"form": "pdf", "reason": "报送拨付"}).status_code == 403, "a fresh sign-in is asked first"
    monkeypatch.setattr(sessions, "is_fresh", lambda request: True)
    assert clerk.post(there, {"form": "pdf", "reason": " "}).status_code == 302
    assert ID in text_of(clerk.post(there, {"form": "pdf", "reason": "报送拨付"}).content)
    assert ID in cells_of(clerk.post(there, {"form": "xlsx", "reason": "报送拨付"}).content)
    looks = Look.objects.filter(verb="people.reveal", person=holder.person_uuid)
    assert [one.reason for one in looks] == ["报送拨付", "报送拨付"]
    assert client_of("village_officer").post(there, {"form": "pdf", "reason": "报送"}).status_code in (403, 404)


def test_a_reader_of_figures_sees_masked_names_and_prints_no_list(sheet, holder, client_of, make_user, county):
    person = holder.person
    person.name = "罗桂香"
    with everywhere(reason="test"):
        person.save()
    reader = client_of(make_user("employment_clerk", county.division, "figures"))
    here = f"/posts/duty/?area={holder.post.area_id}&month=2020-02"
    for page in (f"/posts/sheets/{sheet.uuid}/", here):
        said = reader.get(page).content.decode()
        assert "罗*香" in said, page
        assert "罗桂香" not in said, page
    assert reader.get(f"/posts/sheets/{sheet.uuid}/paper/pdf/").status_code == 404


@pytest.mark.parametrize("who", ["village_officer", "township_clerk", "city_officer"])
def test_no_whole_number_and_no_phone_is_on_what_is_put_up(sheet, holder, client_of, who):
    reader = client_of(who)
    there = f"/posts/sheets/{sheet.uuid}/publicity/"
    seen = {
        "page": reader.get(there).content.decode(),
        "pdf": text_of(reader.get(f"{there}pdf/").content),
        "xlsx": cells_of(reader.get(f"{there}xlsx/").content),
    }
    for form, said in seen.items():
        assert holder.person.name in said, form
        assert "400.00" in said, form
        assert ID not in said, form
        assert ID[:14] not in said, form
        assert ID[6:14] not in said, "the birthday stands in the number"
        assert "13887300001" not in said, form
        assert ID[-4:] in said, form


def test_spot_checks_are_drawn_recorded_and_opened_from_their_numbers(holder, client_of):
    city, clerk = client_of("city_officer"), client_of("township_clerk")
    asked = {"kind": "visit", "month": "2020-03", "seed": "三月"}
    assert city.post("/posts/spots/draw/", {**asked, "seed": ""}).status_code == 422
    assert city.post("/posts/spots/draw/", asked).status_code == 302
    assert clerk.post("/posts/spots/draw/", asked).status_code == 403
    with everywhere(reason="test"):
        spot = SpotCheck.objects.get()
    assert holder.person.name in text_of(clerk.get("/posts/spots/paper/?kind=visit").content)
    clerk.post(f"/posts/spots/{spot.uuid}/record/", {"reason_code": "not_found", "reason": "家里说去赶集了"})
    assert holder.person.name in clerk.get("/posts/spots/?look=doubts").content.decode()
    assert 'data-figure="1"' in clerk.get("/posts/spots/results/").content.decode()
    people = clerk.get("/posts/spots/people/?kind=visit&result=not_found").content.decode()
    assert holder.person.name in people
    assert clerk.get("/posts/spots/people/?kind=tea").status_code == 404
    city.post(f"/posts/spots/{spot.uuid}/settle/", {"reason": "已核实"})
    with everywhere(reason="test"):
        assert SpotCheck.objects.get().settled_on == TODAY
