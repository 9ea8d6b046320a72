"""What the pictures show: each scene signs somebody in, goes where the thing is done, and takes pictures on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from tools.pictures import Camera

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
SECONDS_FOR_A_JOB = 120
VILLAGE = "新哨新哨社区户籍花名册.xlsx"
HEADINGS = ("序号", "户编号", "家庭成员姓名", "与户主关系", "性别", "公民身份号码", "民族", "手机号码", "文化程度")
# A new number, a digit too few, words outside the list, and another new number.
FAULTS = {"H3": "160 0000 0001", "H4": "1600000000", "I6": "初中毕业", "H9": "16000000002"}


@dataclass(frozen=True, slots=True)
class Scene:
    """One user's way. `play` is given the folder of the county's own workbooks."""

    play: Callable[[Camera, Path], None]
    screen: dict[str, int]


# --- the ground ------------------------------------------------------------------------------------------------------


def door(camera: Camera, county: Path) -> None:
    camera.page.goto("/")
    camera.take("sign-in")


def headquarters(camera: Camera, county: Path) -> None:
    """The targets on the first page, a definition, a ledger with a filter, a file, a number that is asked for."""
    page = camera.page
    camera.sign_in("office")
    camera.take("headquarters")
    page.locator("a.figure-mark").first.click()
    page.wait_for_url("**/figures/how/**")
    camera.take("definition")
    page.goto("/ledger/people/?life=alive")
    camera.take("ledger")
    page.locator("td .person a").first.click()
    page.wait_for_url("**/people/**")
    camera.take("person")
    page.locator("[data-masked] summary").first.click()
    page.wait_for_selector("dialog[open]")
    camera.take("reveal")


def township(camera: Camera, county: Path) -> None:
    """A household that is split, up to the page that says what will happen."""
    page = camera.page
    camera.sign_in("xinshao")
    page.goto("/ledger/households/")
    for href in page.locator("td .person a").evaluate_all("all => all.map(a => a.href)"):
        page.goto(href)
        if page.locator("main a[href^='/people/']").count() >= 3:
            break
    camera.take("household")
    page.locator("a[href$='/split/']").click()
    chosen = page.locator("input[name=members_chosen]").last
    chosen.check()
    page.select_option("select[name=head]", chosen.get_attribute("value"))
    page.fill("textarea[name=reason]", "子女成家，分户单过")
    page.locator("main .form-actions button[type=submit]").click()
    page.wait_for_selector(".says")
    camera.take("split")


def village(camera: Camera, county: Path) -> None:
    camera.sign_in("xinshao-village")
    camera.take("phone-home")
    camera.page.goto("/ledger/people/")
    camera.take("phone-ledger")
    camera.page.locator("td .person a").first.click()
    camera.page.wait_for_url("**/people/**")
    camera.take("phone-person")


def figures(camera: Camera, county: Path) -> None:
    """The overview of headquarters, the lights of every unit, the targets as they nest, the big screen."""
    camera.sign_in("office")
    for address, name in (("/hq/", "overview"), ("/warnings/", "warnings"), ("/plan/targets/", "targets")):
        camera.page.goto(address, wait_until="networkidle")
        camera.take(name)
    camera.page.goto("/hq/screen/", wait_until="networkidle")
    camera.take("screen")


def survey(camera: Camera, county: Path) -> None:
    """How far the survey is, by township and village."""
    camera.sign_in("office")
    camera.page.goto("/surveys/", wait_until="networkidle")
    camera.page.locator("main tbody th a, main tbody td a").first.click()
    camera.page.wait_for_load_state("networkidle")
    camera.take("survey", whole=True)


def phone(camera: Camera, county: Path) -> None:
    """A village on a phone: connected by the code, the list, a household."""
    page = camera.page
    camera.sign_in("xinshao-village")
    page.goto("/phones/")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url("**/phones/connect/")
    code = re.search(r"\b[0-9A-Z]{5} [0-9A-Z]{5}\b", page.inner_text("main"))
    page.goto(f"/phone/#enrol={code.group().replace(' ', '') if code else ''}")
    page.locator("button:visible").last.click()
    page.locator("input:visible").nth(1).wait_for()
    for field in page.locator("input:visible").all():
        field.fill("482913")
    page.locator("button:visible").last.click()
    page.locator(".rows .row").first.wait_for()
    camera.take("phone-list")
    page.locator("button.row").first.click()
    page.wait_for_url("**/household/**")
    camera.take("phone-household")


PASTED = "新哨鑫茂餐饮店招服务员8名，男女不限，月薪2800-3500元，包吃住，每天9小时，4月15日前有效，电话13887300001"


def vacancies(camera: Camera, county: Path) -> None:
    """What is open, a message that is pasted and read, and how far the month's release has come to the doors."""
    page = camera.page
    camera.sign_in("office")
    page.goto("/vacancies/")
    camera.take("vacancies")
    page.goto("/vacancies/new/")
    page.fill("textarea", PASTED)
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    camera.take("pasted")
    page.goto("/releases/")
    page.locator("main table a").first.click()
    page.wait_for_url("**/releases/*-*/")
    page.goto(f"{page.url}coverage/")
    camera.take("release")


def jobs(camera: Camera, county: Path) -> None:
    """What everybody sees of the open vacancies, on a phone."""
    camera.page.goto("/jobs/")
    camera.take("jobs")


def auditor(camera: Camera, county: Path) -> None:
    camera.sign_in("auditor")
    camera.page.goto("/audit/")
    camera.take("audit")


# --- workbooks -------------------------------------------------------------------------------------------------------


def village_workbook(roster: Path, target: Path) -> None:
    """A village's list as it comes in: a title, other headings, and five lines that want a look.

    `roster` is a list of the synthetic county, right in every cell. Everybody in it is made up.
    """
    lines = [list(row) for row in load_workbook(roster).worksheets[-1].iter_rows(min_row=2, values_only=True)][:24]
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.append(["新哨社区2020年3月劳动力花名册"])
    sheet.merge_cells("A1:I1")
    sheet.append(HEADINGS)
    for number, (_no, household, name, relation, sex, _birth, id_number, people, *_rest) in enumerate(lines, 1):
        sheet.append([number, household, name, relation, sex, id_number, people, None, None])
    for cell, value in FAULTS.items():
        sheet[cell] = value
    sheet["E7"] = "女" if lines[4][4] == "男" else "男"
    sheet["F8"] = float(f"{lines[5][6]}"[:17] + "0")
    sheet.append([25, *lines[9][1:5], lines[9][6], lines[9][7], None, None])
    book.save(target)


def bring(camera: Camera, county: Path) -> None:
    """A village's workbook, from the file to the lines that want a look."""
    page, workbook = camera.page, county / "新哨社区3月花名册.xlsx"
    village_workbook(county / "rosters" / VILLAGE, workbook)
    camera.sign_in("xinshao")
    page.goto("/imports/")
    page.set_input_files("input[type=file]", str(workbook))
    page.wait_for_url("**/imports/*-*/")
    page.wait_for_selector("a[href$='/rows/?fate=wrong']", timeout=SECONDS_FOR_A_JOB * 1000)
    camera.take("import")
    for fate in ("changed", "wrong"):
        page.goto(f"{page.url.partition('rows/')[0]}rows/?fate={fate}")
        camera.take(f"import-{fate}")


def quality(camera: Camera, county: Path) -> None:
    page = camera.page
    camera.sign_in("xinshao")
    page.goto("/quality/")
    camera.take("doubts")
    page.goto("/quality/health/")
    camera.take("health")


def reports(camera: Camera, county: Path) -> None:
    """A layout that is taught, and two figures that are reconciled."""
    page = camera.page
    camera.sign_in("office")
    page.goto("/reports/")
    page.locator("form[action$='/township-summary/'] button").click()
    page.wait_for_url("**/reports/layout/*/")
    page.locator("form[action$='/version/'] button").click()
    page.wait_for_url("**/teach/**")
    camera.take("layout")
    page.goto("/reports/compare/")
    page.fill("input[name=a-day]", "2020-02-29")
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/reports/comparison/*/")
    page.wait_for_selector("a[href$='/file/']", timeout=SECONDS_FOR_A_JOB * 1000)
    camera.take("reconcile")


def export(camera: Camera, county: Path) -> None:
    camera.sign_in("xinshao")
    camera.page.goto("/exports/ask/people/")
    camera.take("export", whole=True)


def transfers(camera: Camera, county: Path) -> None:
    """The departures of the week, and the ways of the batch whose list is locked."""
    page = camera.page
    camera.sign_in("office")
    page.goto("/transfers/")
    camera.take("transfers-board")
    page.goto("/transfers/flows/")
    camera.take("transfers-flows")
    page.goto("/transfers/batches/")
    page.get_by_role("link", name="2020-0002").first.click()
    page.locator("a[href$='/ways/']").first.click()
    camera.take("transfers-ways")
    page.goto("/calls-due/")
    camera.take("calls")


def assistance(camera: Camera, county: Path) -> None:
    """Who is in which class and what was done; local places of work; public posts by step."""
    page = camera.page
    camera.sign_in("poverty")
    page.goto("/assistance/pictures/")
    page.wait_for_load_state("networkidle")
    camera.take("assistance-pictures")
    page.goto("/assistance/workplaces/")
    camera.take("assistance-workplaces")
    page.goto("/assistance/")
    camera.take("assistance-cases")
    page.goto("/posts/")
    camera.take("assistance-posts")


def subsidies(camera: Camera, county: Path) -> None:
    """Claims with the desk each waits at, one claim with its reasons, and what is left of the money."""
    page = camera.page
    camera.sign_in("funds")
    page.goto("/subsidies/claims/?look=open")
    camera.take("subsidies-claims")
    page.goto("/subsidies/claims/?look=city_publicity")
    page.locator("td a[href^='/subsidies/claims/']").first.click()
    camera.take("subsidies-claim")
    page.goto("/subsidies/funds/")
    camera.take("subsidies-funds")


SCENES: tuple[Scene, ...] = (
    Scene(door, DESK),
    Scene(headquarters, DESK),
    Scene(township, DESK),
    Scene(village, PHONE),
    Scene(bring, DESK),
    Scene(quality, DESK),
    Scene(reports, DESK),
    Scene(export, DESK),
    Scene(figures, DESK),
    Scene(survey, DESK),
    Scene(phone, PHONE),
    Scene(vacancies, DESK),
    Scene(jobs, PHONE),
    Scene(transfers, DESK),
    Scene(assistance, DESK),
    Scene(subsidies, DESK),
    Scene(auditor, DESK),  # last: the log then tells what the others did
)
