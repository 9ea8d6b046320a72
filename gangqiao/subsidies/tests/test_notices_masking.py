"""What everybody can read of a claim: planted numbers are searched for in every public output, and never found."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import id_check_character
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person
from gangqiao.subsidies.actions import claims as claim_acts
from gangqiao.subsidies.actions import notices
from gangqiao.subsidies.models import Claim, Notice
from gangqiao.subsidies.papers import notice_masking
from gangqiao.subsidies.reads import notices as reads
from gangqiao.subsidies.reads import own
from gangqiao.subsidies.reads.digests import digest_of
from gangqiao.subsidies.tests.made import make_claim
from gangqiao.vacancies.views import public_pace

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D09")]
DAY, PHONE, RULE = date(2020, 4, 27), "0873-6120000", "outgoing_work_reward"
ACCOUNT, MOBILE = "6217001234567890123", "13987654321"
FACTS = '{"area_level": "other_province", "months_at_work": 4, "is_registered_poor": true, "phone": "13987654321"}'
SECRET_WORDS = ("建档立卡", "registered poor", "registered_poor")


@pytest.fixture(autouse=True)
def _spring() -> Any:
    public_pace.pace.forget()
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def planted(make_person: Any, county: Any) -> list[Person]:
    """People whose ID numbers, telephones and accounts are known."""
    village = county.villages[0]
    known = {"bank_account": ACCOUNT}
    made = [
        make_person(village, name="甲鸣雀", birth_date=date(1985, 3, 7), phone=MOBILE, **known),
        make_person(village, name="乙鸣雀", birth_date=date(1960, 12, 31), sex="2", phone="13812345678", **known),
    ]
    with everywhere(reason="test data"):
        return list(Person.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))


@pytest.fixture
def up(planted: Any, county: Any, village_officer: Any, township_clerk: Any) -> Notice:
    poor = '[["poor", "met", "属于建档立卡贫困人口", "is registered poor", "art. 1"]]'
    claims = [make_claim(one, status="village_checked", facts=FACTS, reasons=poor) for one in planted]
    unit = make_claim(
        planted[0], status="village_checked", payee="employer", payee_name=f"新哨工厂 {MOBILE}", period="2019",
        subject="employer:1",
    )  # fmt: skip
    with scope_of(village_officer):
        notice = notices.draft("village", county.villages[0].key, RULE, [*claims, unit], PHONE, actor=village_officer)
    with scope_of(township_clerk):
        return notices.approve(notice, actor=township_clerk)


def text_of(pdf: bytes) -> str:
    reader = shutil.which("pdftotext")
    assert reader is not None, "pdftotext is missing: install poppler-utils"
    return subprocess.run([reader, "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def cells_of(book: bytes) -> str:
    sheets = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value)


def outputs(client: Any, clerk: Any, up: Notice) -> dict[str, str]:
    """Everything that leaves the house about a notice, as text."""
    paper = f"/subsidies/notices/{up.uuid}/paper"
    return {
        "list": client.get("/publicity/").content.decode(),
        "page": client.get(f"/publicity/{up.uuid}/").content.decode(),
        "page in English": client.get(f"/publicity/{up.uuid}/?lang=en").content.decode(),
        "figures": client.get("/subsidies-in-figures/").content.decode(),
        "pdf": text_of(clerk.get(f"{paper}/pdf/").content),
        "xlsx": cells_of(clerk.get(f"{paper}/xlsx/").content),
    }


def leaks(text: str, people: list[Person]) -> list[str]:
    """What of the planted numbers a text holds: whole, or more of it than may be known."""
    digits = re.sub(r"[\s\-]", "", text)
    found = []
    for one in people:
        number = one.id_number
        # Any five neighbouring characters of the part that is masked, the birthday, an account, a telephone.
        pieces = {number[n : n + 5] for n in range(6, 13)} | {number[10:], one.birth_date.isoformat()}
        pieces |= {one.phone[3:], one.phone[-6:], ACCOUNT[-6:], ACCOUNT[:8], number[6:14]}
        found += [piece for piece in pieces if piece in digits or piece in text]
    return found + [word for word in SECRET_WORDS if word in text]


def test_no_public_output_holds_a_planted_number(client: Any, client_of: Any, planted: Any, up: Notice):
    told = outputs(client, client_of("township_clerk"), up)
    for where, text in told.items():
        assert leaks(text, planted) == [], where
    for where in ("page", "pdf", "xlsx"):
        assert "甲鸣雀" in told[where], f"{where} shows nobody: nothing was tested"
        assert planted[0].id_number[-4:] in told[where]
        assert "新哨工厂" in told[where]


def test_the_search_finds_a_masker_that_masks_nothing(
    client: Any, client_of: Any, planted: Any, up: Notice, monkeypatch: Any
):
    """The control."""
    monkeypatch.setattr(notice_masking, "mask_id", lambda text, birthday_shown: text)
    monkeypatch.setattr(reads, "is_true", lambda notice, lines: True)
    told = outputs(client, client_of("township_clerk"), up)
    assert {where for where, text in told.items() if leaks(text, planted)} == {"page", "page in English", "pdf", "xlsx"}


def test_the_search_finds_a_number_in_a_name(client: Any, client_of: Any, planted: Any, up: Notice, monkeypatch: Any):
    """The control of what cleans free text."""
    monkeypatch.setattr(notice_masking, "without_numbers", lambda text: text)
    told = outputs(client, client_of("township_clerk"), up)
    assert leaks(told["page"], planted)


def candidates(line: Any, county_code: str, sex: str, year: int) -> int:
    """How many ID numbers of a county fit what the line shows: last four characters, sex, decade of the birth year."""
    last, first = line.number[-4:], int(line.age.partition("-")[0])
    many, day = 0, date(year - first - 9, 1, 1)
    while day <= date(year - first, 12, 31):
        body = f"{county_code}{day:%Y%m%d}{last[:3]}"
        many += int(last[2]) % 2 == int(sex) % 2 and id_check_character(body) == last[3]
        day += timedelta(days=1)
    return many


def test_what_is_shown_leaves_at_least_ten_candidates(planted: Any, up: Notice):
    with everywhere(reason="test data"):
        lines = [one for one in notice_masking.public_lines(reads.lines_of(up)) if one.number]
    assert len(lines) == len(planted)
    for line, person in zip(lines, planted, strict=True):
        assert candidates(line, person.id_number[:6], person.sex, DAY.year) >= 10
        assert str(person.age_on(DAY)) != line.age


def test_the_decade_moves_with_the_year_and_never_on_a_birthday(planted: Any, up: Notice):
    with everywhere(reason="test data"):
        claim = Claim.objects.select_related("person").filter(person=planted[0], payee="person").get()
    for day in (date(2020, 3, 6), date(2020, 3, 7), date(2020, 12, 31)):
        claim.decided_for = day
        assert notice_masking.decade_of(claim, planted[0]) == "30-39"
    claim.decided_for = date(2025, 1, 1)
    assert notice_masking.decade_of(claim, planted[0]) == "40-49"


def test_the_public_page_is_gone_when_its_days_are_over_though_no_night_came(client: Any, planted: Any, up: Notice):
    page = f"/publicity/{up.uuid}/"
    assert client.get(page).status_code == 200
    assert str(up.uuid) in client.get("/publicity/").content.decode()
    with clock.frozen_at(date(2020, 5, 9)):
        assert Notice.objects.get().status == "published"
        answer = client.get(page)
        assert answer.status_code == 404
        assert "甲鸣雀" not in answer.content.decode()
        assert str(up.uuid) not in client.get("/publicity/").content.decode()


def test_a_draft_and_what_was_taken_down_is_on_no_public_page(
    client: Any, planted: Any, up: Notice, county: Any, township_clerk: Any
):
    with everywhere(reason="test data"):
        other = make_claim(planted[0], status="village_checked", period="2018")
    with scope_of(township_clerk):
        draft = notices.draft("village", county.villages[0].key, RULE, [other], PHONE, actor=township_clerk)
        assert client.get(f"/publicity/{draft.uuid}/").status_code == 404
        notices.take_down(up, "wrong", actor=township_clerk)
    assert client.get(f"/publicity/{up.uuid}/").status_code == 404


def test_who_is_rejected_disappears_at_once_and_the_numbers_stay(
    client: Any, client_of: Any, planted: Any, up: Notice, township_clerk: Any
):
    with everywhere(reason="test data"):
        first = Claim.objects.get(person=planted[0], payee="person")
    with scope_of(township_clerk):
        claim_acts.reject(first, "not entitled", actor=township_clerk)
    said = client.get(f"/publicity/{up.uuid}/").content.decode()
    assert "甲鸣雀" not in said
    assert '<li value="2"><strong>乙鸣雀' in said
    paper = text_of(client_of("township_clerk").get(f"/subsidies/notices/{up.uuid}/paper/pdf/").content)
    assert "甲鸣雀" not in paper


def test_the_public_page_is_the_same_for_everybody(client: Any, client_of: Any, planted: Any, up: Notice):
    for page in ("/publicity/", f"/publicity/{up.uuid}/", "/subsidies-in-figures/"):
        assert client.get(page).content == client_of("city_officer").get(page).content


def test_who_asks_too_often_waits(client: Any, planted: Any, up: Notice, monkeypatch: Any):
    monkeypatch.setattr(public_pace, "pace", public_pace.Pace(2))
    answers = [client.get(f"/publicity/{up.uuid}/").status_code for _number in range(3)]
    assert answers == [200, 200, 429]


def test_the_own_page_shows_no_number_and_the_name_masked(client: Any, planted: Any, up: Notice):
    with everywhere(reason="test data"):
        claim = Claim.objects.get(person=planted[0], payee="person")
        page = reverse("subsidies:own", args=[own.token_of(claim)])
    answer = client.get(page)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert claim.code in said
    assert "甲*雀" in said
    assert "甲鸣雀" not in said
    assert [one for one in leaks(said, planted) if one not in SECRET_WORDS] == []
    assert planted[0].id_number[-4:] not in said
    assert answer["Cache-Control"] == "no-store"


def test_a_board_sheet_is_only_printed_of_what_was_approved(client_of: Any, planted: Any, up: Notice, county: Any):
    browser = client_of("township_clerk")
    paper = f"/subsidies/notices/{up.uuid}/paper/pdf/"
    answer = browser.get(paper)
    assert answer["Content-Type"] == "application/pdf"
    told = text_of(answer.content)
    assert PHONE in told
    assert reads.code_of(up) in told
    with everywhere(reason="test data"):
        Claim.objects.filter(person=planted[1]).update(amount=1)
    assert browser.get(paper).status_code == 302
    assert client_of("stranger").get(paper).status_code == 404


def test_claims_of_units_are_published_by_the_city_with_their_name_alone(
    person: Any, county: Any, make_user: Any, city_officer: Any
):
    claim = make_claim(
        person, status="city_checked", route="unit", payee="employer", payee_name="新哨工厂", subject="employer:1"
    )
    drafter = actor_of(make_user("headquarters_office", county.division))
    with scope_of(drafter):
        draft = notices.draft("city", county.key, RULE, [claim], PHONE, actor=drafter)
        up = notices.approve(draft, actor=city_officer)
        (line,) = notice_masking.public_lines(reads.lines_of(up))
        row = Claim.objects.get(pk=claim.pk)
    assert (line.name, line.sex, line.age, line.number, line.home) == ("新哨工厂", "", "", "", "")
    # A unit's claim has no publicity before this one: it is sealed now.
    assert row.digest == digest_of(row)
