"""What a phone brings besides plain answers, as it stands at the desk afterwards: the product, a browser, no fakes."""

from __future__ import annotations

import base64
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import segno
from django.core.management import call_command
from playwright.sync_api import expect

from gangqiao.audit.models import Look
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions as people
from gangqiao.people.models import Household, Person
from gangqiao.surveys import actions as surveys
from gangqiao.surveys.models import Difference, Picture, Task
from gangqiao.surveys.paper.pdf import code_of
from gangqiao.surveys.tests.made import open_survey
from gangqiao.sync import actions as sync
from gangqiao.sync.models import Op
from tests.phone.officer import Officer
from tests.phone.running import Product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KNOWN = {"education": "71", "school_status": "not_in_school", "health_status": "01", "phone": "13887300000"}
# A camera before which a printed square is held: what the SVG on the sheet draws, with paper around it.
HOLD_BEFORE_THE_CAMERA = """path => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 640, height: 480});
  const brush = canvas.getContext("2d");
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
  setInterval(() => {
    brush.setTransform(1, 0, 0, 1, 0, 0);
    brush.fillStyle = "#eee";
    brush.fillRect(0, 0, 640, 480);
    brush.setTransform(7, 0, 0, 7, 200, 100);
    brush.strokeStyle = "#222";
    brush.stroke(new Path2D(path));
  }, 50);
}"""
DARK_POINTS = """async base64 => {
  const bytes = Uint8Array.from(atob(base64), one => one.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
  const brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0);
  const seen = brush.getImageData(0, 0, image.width, image.height).data;
  let dark = 0;
  for (let at = 0; at < seen.length; at += 4) dark += seen[at] < 128;
  return dark;
}"""


@pytest.fixture
def home(county: Any, make_household: Callable[..., Household]) -> Household:
    """One household of one under survey."""
    made = make_household(county.villages[0], head=KNOWN)
    with everywhere(reason="test data"):
        surveys.fill_roster(open_survey(county.key).pk)
    return made


@pytest.fixture
def officer(
    product: Product, phone: Any, home: Household, county: Any, village_officer: Any, pictures: Path
) -> Officer:
    """An officer whose phone carries the household."""
    made = Officer(phone.new_page(), product.url, pictures)
    made.connect(sync.connect(county.villages[0], actor=village_officer))
    return made


def ask_head(officer: Officer, home: Household, typed: dict[str, str]) -> None:
    """Out of reach of any signal, the head is asked, and one answer typed."""
    officer.page.context.set_offline(True)
    officer.open_household(str(home.household_no))
    officer.press("问下一人")
    officer.come_to_questions()
    officer.answer_all(typed)


@pytest.mark.requirement("R026")
def test_a_household_on_no_list_arrives_with_its_head_and_the_number_tells_who_is_known(
    officer: Officer, home: Household
) -> None:
    page = officer.page
    with everywhere(reason="who is known"):
        known = Person.objects.get(household=home)
    page.get_by_role("button", name="名单上没有的一户").click()
    officer.heading("名单上没有的一户")
    page.fill("#id-number", str(known.id_number))
    page.get_by_text(f"和另一户的{known.name}相符").wait_for()
    expect(page.locator("#name")).to_have_value(str(known.name))
    officer.look("known")
    page.fill("#id-number", make_id_number(known.birth_date, "2", 77))
    page.fill("#name", "石榴花")
    page.fill("#address", "东山脚下 3 号")
    page.get_by_role("checkbox").check()
    officer.press("登记这一户")
    officer.heading("石榴花家")
    officer.send(1)
    with everywhere(reason="what arrived"):
        found = Household.objects.get(address="东山脚下 3 号")
        assert Person.objects.get(household=found).name == "石榴花"
        assert Task.objects.filter(household=found).exists()


@pytest.mark.requirement("R028")
def test_a_photo_and_a_signature_are_seen_at_the_desk_by_who_may(
    officer: Officer, home: Household, client_of: Any, tmp_path: Path
) -> None:
    page = officer.page
    segno.make("a door").save(str(tmp_path / "door.png"), scale=20)
    officer.open_household(str(home.household_no))
    officer.press("照片和签名")
    page.locator("input[type=file]").first.set_input_files(tmp_path / "door.png")
    page.get_by_text("照片已存好").wait_for()
    sign(page)
    page.get_by_text("签名已存好").wait_for()
    officer.look("pictures")
    officer.send(2)
    with everywhere(reason="what arrived"):
        photo, signature = Picture.objects.select_related("task").order_by("pk")
    assert [photo.purpose, signature.purpose] == ["photo", "signature"]
    desk = client_of("township_clerk")
    shown = desk.get(f"/surveys/households/{photo.task.uuid}/").content.decode()
    for one in (photo, signature):
        assert f"/surveys/pictures/{one.uuid}/" in shown
        seen = desk.get(f"/surveys/pictures/{one.uuid}/")
        assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
        assert page.evaluate(DARK_POINTS, base64.b64encode(seen.content).decode()) > 100
        assert client_of("stranger").get(f"/surveys/pictures/{one.uuid}/").status_code in (403, 404)
        assert client_of("auditor").get(f"/surveys/pictures/{one.uuid}/").status_code == 403
    assert Look.objects.filter(verb="surveys.view_picture").count() == 2


def sign(page: Any) -> None:
    pad = page.locator("canvas.pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 20 + 25 * step, box["y"] + 40 + 30 * (step % 2))
    page.mouse.up()
    page.get_by_role("button", name="留下签名", exact=True).click()


@pytest.mark.requirement("R041")
def test_a_conflict_is_told_to_the_officer_in_words_and_waits_at_the_desk(
    officer: Officer, home: Household, township_clerk: Any, client_of: Any
) -> None:
    ask_head(officer, home, {"person.phone": "13911112222"})
    with everywhere(reason="somebody else was quicker"):
        head = Person.objects.get(household=home)
        people.correct_person(head.pk, values={"phone": "13700001111"}, actor=township_clerk)
    officer.page.context.set_offline(False)
    officer.send(1)
    told = officer.page.locator(".notice.is-warn", has_text="别人也改过").inner_text()
    assert "person." not in told
    assert "乡镇会核对后选定" in told
    officer.look("conflict")
    with everywhere(reason="what arrived"):
        head.refresh_from_db()
        assert (head.phone, Difference.objects.get().key) == ("13700001111", "person.phone")
        difference = str(Difference.objects.get().uuid)
    waiting = client_of("township_clerk").get("/surveys/differences/").content.decode()
    assert difference in waiting


@pytest.mark.requirement("R041")
def test_what_the_county_refuses_is_told_to_the_officer_and_stays_in_its_queue(
    officer: Officer, home: Household, make_person: Callable[..., Person], county: Any
) -> None:
    elsewhere = make_person(county.hongxi)
    page = officer.page
    officer.open_household(str(home.household_no))
    officer.press("添加新成员")
    officer.page.locator("blockquote").wait_for()
    officer.read_notice()
    page.click("#relation")
    officer.press("孙女")
    page.fill("#id-number", str(elsewhere.id_number))
    page.fill("#name", "石榴花")
    officer.press("下一步")
    page.locator("progress.progress").wait_for()
    officer.answer_all()  # the newcomer, and then the head
    officer.send(2)
    page.locator(".notice.is-warn", has_text="您填的内容没有丢").wait_for()
    officer.look("rejected")
    with everywhere(reason="what arrived"):
        assert list(Op.objects.order_by("seq").values_list("result", flat=True)) == ["rejected", "applied"]
        assert not Person.objects.filter(name="石榴花").exists()


@pytest.mark.requirement("R030")
def test_what_cannot_be_sent_is_carried_to_the_office_as_a_file(
    officer: Officer, home: Household, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = officer.page
    ask_head(officer, home, {"person.phone": "13911112222"})
    page.goto(f"{officer.url}/phone/#/send")
    page.get_by_text("存成文件带到乡镇").click()
    page.fill("#passphrase", "青山绿水红土地高原")
    with page.expect_download() as saved:
        officer.press("存成加密文件")
    saved.value.save_as(tmp_path / "outbox.bin")
    assert b"13911112222" not in (tmp_path / "outbox.bin").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.StringIO("青山绿水红土地高原\n"))
    said = io.StringIO()
    call_command("sync", "read-file", str(tmp_path / "outbox.bin"), stdout=said)
    assert "applied 1" in said.getvalue()
    with everywhere(reason="what arrived"):
        assert Person.objects.get(household=home).phone == "13911112222"
    page.context.set_offline(False)
    officer.send(1)


def test_the_code_that_the_paper_prints_opens_the_household(officer: Officer, home: Household) -> None:
    with everywhere(reason="what is printed"):
        printed = code_of(Task.objects.get(household=home))
    (path,) = re.findall(r'<path[^>]* d="([^"]+)"', printed)
    officer.page.evaluate(HOLD_BEFORE_THE_CAMERA, path)
    officer.page.get_by_role("button", name="扫纸质表").click()
    officer.page.get_by_role("button", name="入户结果").wait_for()
    assert str(home.household_no) in officer.page.locator("h1").inner_text()


def test_without_an_open_survey_a_cold_start_offline_says_so(
    product: Product, phone: Any, county: Any, village_officer: Any, pictures: Path
) -> None:
    officer = Officer(phone.new_page(), product.url, pictures)
    officer.come_in(sync.connect(county.villages[0], actor=village_officer))
    officer.page.get_by_text("现在没有进行中的调查，没有要做的事").wait_for()
    officer.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    product.stop()
    phone.set_offline(True)
    officer.unlock_anew()
    officer.page.get_by_text("本机没有要发送的").wait_for()
    officer.look("idle")
    officer.page.get_by_role("button", name="设置").first.click()
    officer.heading("设置")
