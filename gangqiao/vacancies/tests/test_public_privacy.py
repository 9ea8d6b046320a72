"""Nothing of the register can appear on the public face, it weighs little, and it never takes the house over."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gangqiao.kernel import clock
from gangqiao.people.models import Person
from gangqiao.vacancies import search
from gangqiao.vacancies.models import Fair, Station
from gangqiao.vacancies.reads import public_board
from gangqiao.vacancies.tests.made import make_employer, make_vacancy
from gangqiao.vacancies.views import public_pace
from gangqiao.vacancies.views.public_pace import Line, Pace
from tests.source import ROOT

STYLE = ROOT / "gangqiao/vacancies/static/vacancies/public.css"
HEAVIEST = 50_000  # bytes of a page with its style sheet and its picture
# The only tables a visitor's question may touch.
OPEN_TABLES = re.compile(r"vacancies_(vacancy|employer|station|fair)|matching_heldseats|places_\w+|django_session")


@pytest.fixture(autouse=True)
def _nobody_was_here():
    public_board.forget()
    search.forget()
    public_pace.pace.forget()


@pytest.fixture
def everything(county, whole_file):
    """A county with people, and a vacancy, a station and a fair; the addresses of all public pages."""
    rows = whole_file(county.villages[0], name="甲鸣雀", phone="13987300001")
    vacancy = make_vacancy(make_employer(county.xinshao), title="平车工")
    today = clock.today()
    Station.objects.create(name="深圳服务站", place=county.division, phone="075500000000", opened_on=today)
    Fair.objects.create(kind="on_site", name="春风招聘会", on=today, area=county.division, place="人民广场")
    one = reverse("vacancies:public_job", args=[vacancy.uuid])
    names = ("jobs", "stations", "fairs", "sitemap")
    addresses = [*(reverse(f"vacancies:public_{name}") for name in names), one, f"{one}qr.svg", "/robots.txt"]
    return rows, addresses


def people_in(rows):
    return [row for row in rows if type(row) is Person]


@pytest.mark.requirement("D14")
def test_no_person_of_the_register_appears_on_a_public_page(client, everything):
    rows, addresses = everything
    for address in addresses:
        body = client.get(f"{address}?q=鸣雀&lang=en").content.decode()
        for person in people_in(rows):
            for canary in (person.name, person.id_number, person.phone, person.person_no):
                assert canary not in body, f"{address} shows {canary}"


@pytest.mark.requirement("D14")
def test_a_public_page_asks_no_table_of_the_register(client, everything):
    """A page that never reads a person cannot show one, whatever somebody changes in a template."""
    _rows, addresses = everything
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        for query in asked.captured_queries:
            for table in re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', query["sql"]):
                assert OPEN_TABLES.fullmatch(table), f"{address} asks {table}"


def test_a_public_page_is_the_same_for_a_visitor_and_for_an_officer(client, client_of, everything):
    _rows, addresses = everything
    for address in addresses:
        assert client.get(address).content == client_of("city_officer").get(address).content


def test_the_sources_of_the_public_face_import_nothing_of_the_register():
    folder = ROOT / "gangqiao/vacancies"
    sources = [*folder.glob("reads/public*.py"), *folder.glob("views/public*.py")]
    assert len(sources) > 8
    for path in sources:
        assert "gangqiao.people" not in path.read_text(), path


def test_a_page_needs_no_script_and_weighs_little(client, county):
    employer = make_employer(county.xinshao)
    long = {"title": "长" * 30, "suits": ["couples", "over_50", "no_mandarin"], "lodging": "free", "board": "free"}
    vacancies = [make_vacancy(employer, description="文" * 500, **long) for _ in range(25)]
    one = reverse("vacancies:public_job", args=[vacancies[0].uuid])
    picture = len(client.get(f"{one}qr.svg").content)
    for address, beside in (("/jobs/", 0), (one, picture), ("/jobs/stations/", 0), ("/jobs/fairs/", 0)):
        body = client.get(address).content
        assert len(body) + len(STYLE.read_bytes()) + beside < HEAVIEST, address
        scripts = re.findall(rb"<script[^>]*>", body)
        assert all(b"application/ld+json" in script for script in scripts), address


def test_the_style_knows_nothing_that_an_old_phone_does_not():
    style = re.sub(r"/\*.*?\*/", "", STYLE.read_text(), flags=re.DOTALL)
    assert not re.search(r"var\(|grid|gap:|:has\(|:is\(|clamp\(|@import|url\(", style)


# --- stations, fairs, search engines ---------------------------------------------------------------------------------


def test_a_station_shows_its_phone_while_it_is_open(client, county):
    today = clock.today()
    given = {"place": county.division, "opened_on": today}
    Station.objects.create(name="open", phone="075511112222", **given)
    Station.objects.create(name="shut", phone="075533334444", closed_on=today, **given)
    body = client.get("/jobs/stations/?lang=en").content.decode()
    assert 'href="tel:075511112222"' in body
    assert "075533334444" not in body


def test_a_fair_that_is_called_off_stays_in_the_list_so_that_nobody_goes_in_vain(client, county):
    today, given = clock.today(), {"kind": "on_site", "area": county.division, "place": "square"}
    Fair.objects.create(name="coming", on=today, **given)
    Fair.objects.create(name="stopped", on=today, status="called_off", **given)
    Fair.objects.create(name="past", on=today.replace(year=today.year - 1), **given)
    body = client.get("/jobs/fairs/?lang=en").content.decode()
    assert "coming" in body
    assert re.search(r"stopped.*?called off", body, re.DOTALL)
    assert "past</h2>" not in body


def test_an_online_fair_leads_only_to_an_encrypted_address(client, county):
    given = {"kind": "online", "area": county.division, "on": clock.today()}
    Fair.objects.create(name="safe", place="https://fair.example/x", **given)
    Fair.objects.create(name="unsafe", place="javascript:alert(1)", **given)
    links = re.findall(r'<a href="([^"]+)" rel="noopener', client.get("/jobs/fairs/").content.decode())
    assert links == ["https://fair.example/x"]


def test_search_engines_may_read_the_jobs_and_nothing_else(client, everything):
    told = client.get("/robots.txt").content.decode().splitlines()
    assert "Allow: /jobs/" in told
    assert "Disallow: /" in told
    body = client.get("/jobs/sitemap.xml").content.decode()
    assert body.count("<url>") == 3 + body.count("<lastmod>")
    assert everything[1][4] in body
    assert 'name="robots" content="noindex' in client.get("/jobs/?dorm=1").content.decode()
    assert 'name="robots"' not in client.get("/jobs/").content.decode()


# --- both languages --------------------------------------------------------------------------------------------------


def test_the_language_is_in_the_address_and_needs_no_cookie(everything):
    _rows, addresses = everything
    visitor = Client(headers={"accept-language": "zh-CN"})
    for address in addresses[:3]:
        chinese, english = visitor.get(address), visitor.get(f"{address}?lang=en")
        assert 'lang="zh-Hans"' in chinese.content.decode()
        assert '<html lang="en">' in english.content.decode()
        assert "/jobs/?lang=en" in english.content.decode()
        assert not chinese.cookies
        assert not english.cookies


# --- never at the cost of those who work -----------------------------------------------------------------------------


def test_who_asks_too_often_is_told_to_wait_and_others_are_not(client, everything, monkeypatch):
    monkeypatch.setattr(public_pace, "pace", Pace(3))
    for _ in range(3):
        assert client.get("/jobs/").status_code == 200
    answer = client.get("/jobs/?lang=en")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "One moment" in answer.content.decode()
    assert client.get("/jobs/", REMOTE_ADDR="10.9.8.7").status_code == 200


def test_a_pace_counts_the_minute_before_in_proportion():
    pace = Pace(10, seconds=60)
    assert sum(pace.admits("a", 60.0) for _ in range(20)) == 10
    assert sum(pace.admits("a", 121.0) for _ in range(20)) == 1  # of ten in the minute before, 59/60 still count
    assert sum(pace.admits("a", 150.0) for _ in range(20)) == 4
    assert sum(pace.admits("a", 300.0) for _ in range(20)) == 10


def test_a_pace_remembers_only_so_many_addresses():
    pace = Pace(10, addresses=50)
    for number in range(500):
        pace.admits(f"10.0.0.{number}", 1.0)
    assert len(pace._asked) == 50


def test_in_a_full_line_nobody_waits_with_a_thread():
    line, inside, go = Line(1), Event(), Event()

    def stay():
        with line.place(2) as admitted:
            assert admitted
            inside.set()
            go.wait(10)

    first = Thread(target=stay)
    first.start()
    assert inside.wait(10)
    waited = []
    second = Thread(target=lambda: waited.append(_stand(line, 2)))
    second.start()
    while line._standing < 2:
        pass
    with line.place(2) as admitted:  # the third is told at once
        assert not admitted
    go.set()
    first.join(10)
    second.join(10)
    assert waited == [True]
    assert line._standing == 0


def _stand(line, most):
    with line.place(most) as admitted:
        return admitted


def test_a_full_house_answers_with_a_small_page(client, everything, settings):
    settings.PUBLIC_LINE = 0
    answer = client.get("/jobs/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert len(answer.content) < 1000


def test_every_template_of_the_public_face_can_be_read():
    for path in (ROOT / "gangqiao/vacancies/templates/vacancies/public").iterdir():
        assert get_template(f"vacancies/public/{Path(path).name}")
