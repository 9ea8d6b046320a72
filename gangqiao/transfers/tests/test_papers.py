"""The papers of a batch: what each says, whom it names to whom, who may print it, and what is written down of it."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from gangqiao.accounts.models import Grant
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event, Look
from gangqiao.exports.models import Export
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.tests.made import make_referral
from gangqiao.transfers.actions.gates_certificates import issue
from gangqiao.transfers.models import Disinfection, EnterprisePlan, Escort, HealthCheck, PickUp, Printing, Trip
from gangqiao.transfers.papers import insurance_in_full, printing
from gangqiao.transfers.papers.kinds import PAPERS
from gangqiao.transfers.papers.making import NobodyOfYours, WholeListOnly, Wish, print_papers
from gangqiao.transfers.papers.vehicle_plan import planned_rests
from gangqiao.transfers.tests.made import make_batch, make_passenger, make_trip
from gangqiao.vacancies.reads.postings import posting_of
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

CONSENT = {"status": "confirmed", "consent_on": clock.today(), "consent_way": "spoken"}
LONG = "阿依古丽买买提吐尔逊江"
EMPLOYER = "深圳市样本精密电子有限公司"


def text_of(content: bytes) -> str:
    """The text of a PDF without any blank."""
    reader = shutil.which("pdftotext")
    assert reader, "the tests read papers with poppler (Debian: poppler-utils)"
    asked = subprocess.run([reader, "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"\s+", "", asked.stdout.decode())


def pages_of(content: bytes) -> int:
    reader = shutil.which("pdfinfo")
    assert reader
    asked = subprocess.run([reader, "-"], input=content, capture_output=True, check=True).stdout.decode()
    found = re.search(r"Pages: +(\d+)", asked)
    assert found
    return int(found[1])


@pytest.fixture
def batch(county: Any) -> Any:
    """A batch of the county with a plan, a coach, a stop and an escort."""
    plan = EnterprisePlan.objects.create(
        area=county.division, employer_uuid="0" * 32, employer=EMPLOYER, need=[], status="active",
        sending_contact="王科长", sending_phone="0873-6122333", receiving_contact="陈主管", housing="六人间宿舍",
        entry_rules="凭检测证明进入园区",
    )  # fmt: skip
    return make_batch(
        county.division, number="2020-0003", assembly="弥勒市客运站", employer=EMPLOYER, plan=plan,
        organiser_name="弥勒市人力资源和社会保障局", address="宝安区样本路8号", gates={"health": True},
    )  # fmt: skip


@pytest.fixture
def trip(batch: Any, county: Any, make_user: Any) -> Trip:
    stop = PickUp.objects.create(area=county.villages[0], name="布龙村委会门口")
    at = batch.departs_at
    route = [{"pick_up": stop.pk, "name": stop.name, "arrives": (at - timedelta(minutes=50)).isoformat(), "people": 1}]
    made = make_trip(batch, plate="云G00017", driver="赵师傅", driver_phone="13987654321", route=route)
    Escort.objects.create(trip=made, user=make_user("village_officer", county.villages[1], "escort"), name="马随车",
                          phone="13700001111")  # fmt: skip
    Disinfection.objects.create(trip=made, plate=made.plate, at=at, agent="含氯消毒液", by="消毒员")
    return made


@pytest.fixture
def people(batch: Any, trip: Trip, county: Any, make_person: Any) -> dict[str, Any]:
    """One who agreed to be named, one who did not, and one of another township without a vehicle."""
    vacancy = make_vacancy(make_employer(county.xinshao), title="缝纫工", lodging="free")
    facts = json.dumps(posting_of(vacancy.uuid).as_facts(), ensure_ascii=False)
    named = make_person(county.villages[0], name="甲鸣雀", phone="13887300001")
    shown = {"status": "introduced", "shown_until": clock.today() + timedelta(days=30), "facts": facts}
    stop = PickUp.objects.get()
    made = {
        "named": make_passenger(named, batch, trip=trip, seat=1, pick_up=stop, together="a",
                                referral=make_referral(named, vacancy, **shown), **CONSENT),
        "masked": make_passenger(make_person(county.villages[0], name=LONG, phone="13887300002", sex="2"), batch,
                                 trip=trip, seat=2, together="a", **CONSENT),
        "elsewhere": make_passenger(make_person(county.hongxi, name="丙鸣雀", phone="13887300003"), batch),
    }  # fmt: skip
    batch.taken = 3
    batch.save()
    return made


def printed(batch: Any, key: str, actor: Any, **more: Any) -> str:
    return text_of(print_papers(batch, Wish((PAPERS[key],), **more), actor=actor).content)


def numbers_of(people: dict[str, Any]) -> list[str]:
    with everywhere(reason="test"):
        return [one.person.id_number for one in people.values()]


@pytest.mark.requirement("D12", "R068", "R121")
@pytest.mark.django_db
def test_every_paper_says_what_it_must_and_no_id_number(batch, trip, people, city_officer):
    told = {
        "manifest": ["乘车名单", "云G00017", "甲鸣雀", LONG, "丙鸣雀", "布龙村委会门口", "13887300001", "体温", "签字",
                     "共2人：男1人，女1人", "新哨镇布龙村委会"],
        "vehicle_plan": ["一车一方案", "云G00017", "赵师傅13987654321", "马随车13700001111", "含氯消毒液", "12333",
                         "连续驾驶不超过240分钟"],
        "letter": ["关于商请做好“点对点”输转务工人员接收工作的函", "组织3名务工人员", "云G00017", "陈主管",
                   "凭检测证明进入园区", "甲鸣雀", "13887300001"],
        "consents": ["自愿外出务工确认书", "甲鸣雀", "不去没有任何影响", "不得扣押我的身份证", "缝纫工", "12333"],
        "insurance": ["途中保险人员名单", "甲鸣雀", "丙鸣雀", "共3人"],
        "receipt": ["人员交接单", "不接收的原因", "移交方", "接收方", "甲鸣雀", "（盖章）"],
        "slips": ["我的行程", "布龙村委会门口", "1号座", "马随车13700001111", "0873-6122333", "停止共享", "缝纫工"],
    }  # fmt: skip
    for key, words in told.items():
        said = printed(batch, key, city_officer)
        missing = [word for word in words if word not in said]
        assert not missing, (key, missing, said[:600])
        assert not [number for number in numbers_of(people) if number in said], key
        assert f"{city_officer.name}于".replace(" ", "") in said, key


@pytest.mark.requirement("D08")
@pytest.mark.django_db
def test_the_letter_names_to_the_employer_only_who_agreed(batch, trip, people, city_officer):
    said = printed(batch, "letter", city_officer)
    assert "甲鸣雀" in said
    assert not [word for word in (LONG, "丙鸣雀", "13887300002", "13887300003") if word in said]
    assert "丙*雀" in said


@pytest.mark.django_db
def test_a_slip_begins_at_the_own_stop_and_a_person_can_be_printed_alone(batch, trip, people, city_officer):
    said = printed(batch, "slips", city_officer, passenger=people["named"].uuid)
    at = (batch.departs_at - timedelta(minutes=50)).astimezone(clock.TZ)
    assert f"{at:%H:%M}布龙村委会门口" in said
    assert LONG not in said
    alone = printed(batch, "slips", city_officer, passenger=people["elsewhere"].uuid)
    assert f"{batch.departs_at.astimezone(clock.TZ):%H:%M}弥勒市客运站" in alone


def test_rests_are_planned_after_four_hours_and_in_the_night():
    leaves = datetime(2020, 3, 18, 14, 0, tzinfo=clock.TZ)
    rests = planned_rests(leaves, leaves + timedelta(hours=20), leaves.date())
    times = [f"{begins:%d %H:%M}-{ends:%H:%M}" for begins, ends in rests]
    assert times == ["18 18:00-18:20", "18 22:20-22:40", "19 02:00-05:00", "19 09:00-09:20"]
    assert planned_rests(leaves, leaves + timedelta(hours=4), leaves.date()) == []


@pytest.mark.requirement("R121")
@pytest.mark.django_db
def test_a_certificate_has_number_code_and_nothing_of_the_check(batch, people, city_officer, settings):
    settings.ADDRESS = "https://mile.example"
    now = clock.now()
    with everywhere(reason="test"):
        passenger = people["named"]
        check = HealthCheck.objects.create(
            area_id=passenger.area_id, passenger=passenger, by="test", at=now, result="fit", clinic="新哨镇卫生院",
            findings='{"temperature": 365}', valid_until=now + timedelta(hours=24), delete_on=clock.today(),
        )  # fmt: skip
        number = issue(passenger, check).number
    said = printed(batch, "certificates", city_officer)
    assert "甲鸣雀" in said
    assert "新哨镇卫生院" in said
    assert number in said.replace("-", "")
    assert "https://mile.example/" in said
    assert LONG not in said
    assert "36.5" not in said


@pytest.mark.django_db
def test_forty_five_people_stand_on_one_page_and_an_empty_batch_is_an_empty_form(
    batch, county, make_person, city_officer
):
    coach = make_trip(batch, plate="云G00045", seats=46)
    for seat in range(1, 46):
        make_passenger(make_person(county.villages[0], name=LONG), batch, trip=coach, seat=seat, **CONSENT)
    for key in ("manifest", "receipt"):
        assert pages_of(print_papers(batch, Wish((PAPERS[key],)), actor=city_officer).content) == 1, key
    empty = make_batch(county.division)
    for key in PAPERS:
        print_papers(empty, Wish((PAPERS[key],)), actor=city_officer)
    assert "名单上还没有人" in printed(empty, "manifest", city_officer)


@pytest.mark.requirement("D14")
@pytest.mark.django_db
def test_a_village_prints_slips_of_its_own_people_and_no_list(batch, trip, people, village_officer, stranger):
    with scope_of(village_officer.areas("transfers.print")):
        said = printed(batch, "consents", village_officer)
        assert "甲鸣雀" in said
        assert "丙鸣雀" not in said
        for key in (key for key, paper in PAPERS.items() if paper.whole):
            with pytest.raises(WholeListOnly):
                print_papers(batch, Wish((PAPERS[key],)), actor=village_officer)
        with pytest.raises(NobodyOfYours):
            print_papers(batch, Wish((PAPERS["slips"],), passenger=people["elsewhere"].uuid), actor=village_officer)


@pytest.mark.django_db
def test_an_escort_prints_the_lists_of_the_own_vehicle_only(batch, trip, people, make_user, county):
    escort = actor_of(Escort.objects.get().user)
    assert "甲鸣雀" in printed(batch, "manifest", escort, trip=trip)
    other = make_trip(batch)
    for wish in (Wish((PAPERS["manifest"],), trip=other), Wish((PAPERS["insurance"],), trip=trip)):
        with pytest.raises(WholeListOnly):
            print_papers(batch, wish, actor=escort)


@pytest.mark.requirement("D13")
@pytest.mark.django_db
def test_a_print_is_written_down_with_whom_it_shows(batch, trip, people, city_officer):
    printed(batch, "manifest", city_officer)
    look = Look.objects.get(verb="transfers.print")
    assert set(look.persons) == {str(one.person_uuid) for one in people.values()}
    event = Event.objects.get(verb="transfers.print")
    assert (event.fields, event.subject) == (["manifest"], f"transfers.batch:{batch.uuid}")


@pytest.mark.django_db
def test_the_workbooks_hold_the_list_masked_and_marked(batch, trip, people, city_officer):
    for key in ("manifest", "insurance", "receipt"):
        made = print_papers(batch, Wish((PAPERS[key],), "xlsx"), actor=city_officer)
        sheet = load_workbook(io.BytesIO(made.content)).worksheets[0]
        said = " ".join(str(cell.value) for row in sheet.rows for cell in row)
        assert "甲鸣雀" in said
        assert city_officer.name in said
        assert not [number for number in numbers_of(people) if number in said]


@pytest.mark.requirement("D07")
@pytest.mark.django_db
def test_whole_numbers_leave_only_as_an_export_that_a_second_person_decides(batch, people, city_officer, client_of):
    browser = client_of("city_officer")
    asked = browser.post(reverse("transfers:ask_numbers", args=[batch.uuid]), {"reason": "交人保公司投保途中意外险"})
    with everywhere(reason="test"):
        export = Export.objects.select_related("asker").get()
    assert asked.headers["Location"] == reverse("exports:export", args=[export.uuid])
    assert (export.status, export.is_sensitive, export.clear, export.rows) == ("asked", True, ["id_number"], 3)
    assert "途中保险人员名单" in browser.get(asked.headers["Location"]).content.decode()
    with scope_of(city_officer):
        made = insurance_in_full.InsuranceKind().make(export, lambda rows: None)
    said = [cell.value for row in load_workbook(io.BytesIO(made.content)).worksheets[0].rows for cell in row]
    assert set(numbers_of(people)) <= set(said)
    assert made.rows == 3


@pytest.mark.django_db
def test_the_page_offers_what_the_reader_may_print_and_answers_with_the_file(batch, trip, people, client_of):
    browser, village = client_of("city_officer"), client_of("village_officer")
    address = reverse("transfers:papers", args=[batch.uuid])
    assert all(str(paper.label) in browser.get(address).content.decode() for paper in PAPERS.values())
    assert browser.get(address).content.decode().count('value="xlsx"') == 3
    seen = village.get(address).content.decode()
    assert str(PAPERS["consents"].label) in seen
    assert str(PAPERS["letter"].label) not in seen
    printing_address = reverse("transfers:print", args=[batch.uuid])
    answer = browser.post(printing_address, {"paper": "manifest", "trip": str(trip.uuid)})
    assert answer["Content-Type"] == "application/pdf"
    assert "丙鸣雀" not in text_of(answer.content)
    refused = village.post(printing_address, {"paper": "manifest"}, follow=True).content.decode()
    assert "这份材料列出全批次人员" in refused
    pack = zipfile.ZipFile(io.BytesIO(browser.post(printing_address, {"paper": "all"}).content))
    assert len(pack.namelist()) == len(PAPERS) + 3
    for wrong in ({"paper": "nothing"}, {"paper": "letter", "how": "xlsx"}, {"paper": "manifest", "trip": "x"}):
        assert browser.post(printing_address, wrong).status_code == 404


@pytest.mark.django_db
def test_papers_of_a_big_batch_are_made_in_the_background_for_who_asked(
    batch, trip, people, city_officer, client_of, make_user, county, django_capture_on_commit_callbacks
):
    batch.taken, batch.seats = 201, 300
    batch.save()
    browser = client_of("city_officer")
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(reverse("transfers:print", args=[batch.uuid]), {"paper": "all"})
    with everywhere(reason="test"):
        asked = Printing.objects.get()
    address = reverse("transfers:printing", args=[asked.uuid])
    assert answer.headers["Location"] == address
    assert browser.get(address).status_code == 200
    for _again in range(2):  # a job may run twice
        printing.make_papers.func(str(asked.uuid), str(asked.area_id))
    with everywhere(reason="test"):
        made = Printing.objects.get()
    assert (made.done, made.said, bool(made.file)) == (len(PAPERS), "", True)
    content = browser.post(reverse("transfers:fetch_printing", args=[asked.uuid])).content
    assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) == len(PAPERS) + 3
    other = client_of(make_user("headquarters_office", county.division))
    assert reverse("transfers:fetch_printing", args=[asked.uuid]) not in other.get(address).content.decode()
    assert other.post(reverse("transfers:fetch_printing", args=[asked.uuid])).status_code == 404
    printing.drop_papers.func(str(asked.uuid), str(asked.area_id))
    gone = browser.post(reverse("transfers:fetch_printing", args=[asked.uuid]), follow=True)
    assert "文件已不再保留" in gone.content.decode()


@pytest.mark.django_db
def test_who_lost_the_post_meanwhile_gets_no_papers(batch, people, city_officer, officials):
    with scope_of(city_officer):
        asked = printing.ask_for_papers(batch, Wish((PAPERS["manifest"],)), actor=city_officer)
    Grant.objects.filter(user=officials["city_officer"]).delete()
    printing.make_papers.func(str(asked.uuid), str(asked.area_id))
    with everywhere(reason="test"):
        made = Printing.objects.get()
    assert made.said
    assert not made.file
