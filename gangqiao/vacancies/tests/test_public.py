"""The public face: what anybody finds, what is gone, and that nothing of the register can appear."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
import segno
from django.urls import reverse

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.vacancies import search
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads import public_board
from gangqiao.vacancies.tests.made import make_employer, make_vacancy
from gangqiao.vacancies.views.public_pace import pace

JOBS = "/jobs/?lang=en"
HEAVIEST = 50_000  # bytes a page may weigh, its style sheet and picture with it


@pytest.fixture(autouse=True)
def _nobody_was_here():
    public_board.forget()
    search.forget()
    pace.forget()


@pytest.fixture
def employer(county):
    return make_employer(county.xinshao, name="河畔制衣厂")


def page_of(client, address=JOBS):
    return client.get(address).content.decode()


def titles(client, address=JOBS):
    return re.findall(r'<h2><a href="/jobs/[^"]+">([^<]+)</a></h2>', page_of(client, address))


def change(vacancy, **values):
    with everywhere(reason="test"):
        Vacancy.objects.filter(pk=vacancy.pk).update(**values)


# --- what is found ---------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R053", "R116")
def test_anybody_finds_open_jobs_without_an_account(client, employer):
    make_vacancy(employer, title="平车工")
    body = page_of(client)
    assert "平车工" in body
    assert "河畔制衣厂" in body
    assert "1 open job" in body


TICKED = [
    ("couples", {"suits": ["couples"]}),
    ("couples", {"couples_room": "yes"}),
    ("over50", {"suits": ["over_50"]}),
    ("nomandarin", {"suits": ["no_mandarin"]}),
    ("dorm", {"lodging": "free"}),
    ("dorm", {"lodging": "paid"}),
]


@pytest.mark.parametrize(("tick", "values"), TICKED)
def test_a_tick_leaves_only_what_has_it(client, employer, tick, values):
    make_vacancy(employer, title="fits", **values)
    make_vacancy(employer, title="other", lodging="none")
    assert titles(client, f"{JOBS}&{tick}=1") == ["fits"]


def test_a_limit_below_fifty_says_more_than_the_mark_for_people_over_fifty(client, employer):
    make_vacancy(employer, suits=["over_50"], age_max=45, limit_reason="support")
    assert titles(client, f"{JOBS}&over50=1") == []


@pytest.mark.parametrize(
    ("values", "monthly"),
    [
        ({"pay_form": "month", "pay_min": 450_000, "pay_max": 600_000}, 4500),
        ({"pay_form": "month", "pay_min": 600_000, "pay_max": 700_000, "take_home": 420_000}, 4200),
        ({"pay_form": "day", "pay_min": 30_000, "pay_max": 30_000}, None),
        ({"pay_form": "day", "pay_min": 20_000, "pay_max": 20_000, "take_home": 480_000}, 4800),
        ({"pay_form": "piece", "pay_min": None, "pay_max": None}, None),
    ],
)
def test_the_pay_that_is_compared_is_what_comes_in_for_sure_in_a_month(client, employer, values, monthly):
    make_vacancy(employer, **values)
    for step in (3000, 4000, 5000):
        assert bool(titles(client, f"{JOBS}&pay={step}")) == (monthly is not None and monthly >= step)


def test_the_best_paid_come_first_and_what_nobody_can_compare_last(client, employer):
    make_vacancy(employer, title="day", pay_form="day", pay_min=90_000, pay_max=90_000)
    make_vacancy(employer, title="low", pay_min=300_000, pay_max=400_000)
    make_vacancy(employer, title="high", pay_min=380_000, pay_max=390_000)
    assert titles(client, f"{JOBS}&sort=pay") == ["high", "low", "day"]


def test_near_me_is_asked_by_township_and_shows_the_nearest_first(client, county):
    for division, place in ((county.xinshao, (103.4, 24.4)), (county.hongxi, (103.5, 24.2))):
        division.longitude, division.latitude, division.place_note = *place, "test"
        division.save()
    make_vacancy(make_employer(county.hongxi), title="there")
    make_vacancy(make_employer(county.xinshao), title="here")
    make_vacancy(make_employer(county.hongxi), title="there too")
    assert titles(client, f"{JOBS}&from={county.hongxi.key}")[-1] == "here"
    assert titles(client, f"{JOBS}&from={county.xinshao.key}")[0] == "here"
    assert titles(client, f"{JOBS}&from={county.xinshao.key}&where=township") == ["here"]
    body = page_of(client, f"{JOBS}&from={county.xinshao.key}")
    assert "in your township" in body
    assert re.search(r"about \d+ km", body)


def test_in_the_county_and_away_part_all_jobs_between_them(client, county):
    make_vacancy(make_employer(county.xinshao), title="home")
    make_vacancy(make_employer(county.xinshao, place_id=county.division.parent_id), title="prefecture")
    make_vacancy(make_employer(county.xinshao, place_id=county.key[:3]), title="elsewhere")
    assert titles(client, f"{JOBS}&where=county") == ["home"]
    assert set(titles(client, f"{JOBS}&where=province")) == {"home", "prefecture"}
    assert titles(client, f"{JOBS}&where=away") == ["elsewhere"]


@pytest.mark.parametrize("words", ["平车", "缝纫"])
def test_a_job_is_found_by_its_title_and_by_the_word_people_use(client, employer, words):
    make_vacancy(employer, title="熟练平车工", occupation="6-05-01-03")
    make_vacancy(employer, title="保安", occupation="4-07-05-01")
    assert titles(client, f"{JOBS}&q={words}") == ["熟练平车工"]


def test_nonsense_in_the_address_is_passed_over(client, employer):
    make_vacancy(employer, title="one")
    for nonsense in ("page=-1", "page=99999999999999", "pay=x", "from=zzz", "where=moon", "sort=9", "page=%C2%B2"):
        assert titles(client, f"{JOBS}&{nonsense}") == ["one"], nonsense
    assert client.get(f"{JOBS}&q=%00'\"<script>").status_code == 200
    assert "<script>" not in page_of(client, f"{JOBS}&q=<script>")


def test_twenty_stand_on_a_page_and_the_wish_goes_along_to_the_next(client, employer):
    for number in range(23):
        make_vacancy(employer, title=f"n{number}", lodging="free")
    first, second = titles(client, f"{JOBS}&dorm=1"), titles(client, f"{JOBS}&dorm=1&page=2")
    assert (len(first), len(second)) == (20, 3)
    assert not set(first) & set(second)
    assert "dorm=1&amp;page=2&amp;lang=en" in page_of(client, f"{JOBS}&dorm=1")


# --- what is not open is nowhere -------------------------------------------------------------------------------------

TODAY = clock.today
CLOSED = {
    "withdrawn": lambda: {"status": "withdrawn"},
    "filled": lambda: {"status": "filled"},
    "paused": lambda: {"status": "paused_stale"},
    "stale before the nightly job": lambda: {"confirmed_on": TODAY() - timedelta(days=40)},
    "run out before the nightly job": lambda: {"valid_until": TODAY() - timedelta(days=1)},
}


@pytest.mark.requirement("R058")
@pytest.mark.parametrize("how", CLOSED)
def test_a_job_that_closes_is_gone_from_every_page_at_once(client, employer, how):
    vacancy = make_vacancy(employer, title="closes soon")
    address = reverse("vacancies:public_job", args=[vacancy.uuid])
    assert titles(client) == ["closes soon"]
    assert str(vacancy.uuid) in page_of(client, "/jobs/sitemap.xml")
    change(vacancy, **CLOSED[how]())
    assert titles(client) == []
    gone = client.get(f"{address}?lang=en")
    assert gone.status_code == 410
    assert "no longer open" in gone.content.decode()
    assert "closes soon" not in gone.content.decode()
    assert gone["X-Robots-Tag"] == "noindex"
    assert client.get(f"{address}qr.svg").status_code == 410


def test_a_barred_employer_takes_its_jobs_along(client, employer):
    make_vacancy(employer)
    with everywhere(reason="test"):
        type(employer).objects.filter(pk=employer.pk).update(status="barred")
    assert titles(client) == []


def test_a_page_that_is_gone_names_others_of_the_same_work(client, employer):
    gone = make_vacancy(employer, occupation="6-05-01-03", status="withdrawn")
    make_vacancy(employer, title="far off", occupation="4-07-05-01")
    make_vacancy(employer, title="much alike", occupation="6-05-01-04")
    address = reverse("vacancies:public_job", args=[gone.uuid])
    assert titles(client, f"{address}?lang=en") == ["much alike", "far off"]


def test_what_the_public_never_saw_does_not_exist(client, employer):
    draft = make_vacancy(employer, status="draft", published_at=None, verified_on=None, confirmed_on=None)
    for key in (draft.uuid, uuid4()):
        for name in ("public_job", "public_qr"):
            assert client.get(reverse(f"vacancies:{name}", args=[key])).status_code == 404


def test_a_browser_asks_again_before_it_shows_a_page_it_kept(client, employer):
    vacancy = make_vacancy(employer)
    for address in (JOBS, reverse("vacancies:public_job", args=[vacancy.uuid])):
        kept = client.get(address)
        assert kept["Cache-Control"] == "no-cache"
        assert client.get(address, headers={"if-none-match": kept["ETag"]}).status_code == 304
    change(vacancy, status="withdrawn")
    for address in (JOBS, reverse("vacancies:public_job", args=[vacancy.uuid])):
        assert client.get(address, headers={"if-none-match": kept["ETag"]}).status_code in (200, 410)


def test_a_full_job_says_so_and_is_in_no_list(client, employer):
    vacancy = make_vacancy(employer, number=2, hired=2)
    body = page_of(client, f"{reverse('vacancies:public_job', args=[vacancy.uuid])}?lang=en")
    assert "All places are taken for the moment" in body
    assert "ld+json" not in body
    assert titles(client) == []


# --- one posting -----------------------------------------------------------------------------------------------------


@pytest.fixture
def posting_page(client, employer):
    vacancy = make_vacancy(
        employer,
        title="缝纫工</script><b>",
        number=5,
        hired=1,
        take_home=450_000,
        suits=["couples", "short_term"],
        lodging="free",
        sex_limit="2",
        limit_reason="care",
        limit_note="rule 7",
        starts_on=clock.today() + timedelta(days=7),
    )
    return vacancy, page_of(client, f"{reverse('vacancies:public_job', args=[vacancy.uuid])}?lang=en")


def test_search_engines_read_a_whole_job_posting(posting_page):
    """The properties schema.org and the search engines require of a JobPosting, of the right kind."""
    vacancy, body = posting_page
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)
    found = json.loads(script)
    assert (found["@context"], found["@type"]) == ("https://schema.org/", "JobPosting")
    assert found["title"] == "缝纫工</script><b>"
    assert found["description"]
    assert found["datePosted"] == clock.today().isoformat()
    assert found["validThrough"] == f"{vacancy.valid_until.isoformat()}T23:59:59+08:00"
    assert found["hiringOrganization"] == {"@type": "Organization", "name": "河畔制衣厂"}
    assert found["jobLocation"]["address"]["addressCountry"] == "CN"
    assert found["jobLocation"]["address"]["addressRegion"] == "云南省"
    assert found["totalJobOpenings"] == 4
    assert found["employmentType"] == "TEMPORARY"
    salary = found["baseSalary"]
    assert (salary["currency"], salary["value"]["unitText"]) == ("CNY", "MONTH")
    assert (salary["value"]["minValue"], salary["value"]["maxValue"]) == (3500, 5000)
    assert "telephone" not in script


def test_a_posting_has_a_telephone_link_and_can_be_passed_on(posting_page):
    vacancy, body = posting_page
    assert 'href="tel:13887300000"' in body
    (sms,) = re.findall(r'href="sms:\?body=([^"]+)"', body)
    assert unquote(sms).endswith(f"/jobs/{vacancy.uuid}/")
    assert re.search(rf'value="http[^"]+/jobs/{vacancy.uuid}/"', body)


@pytest.mark.requirement("R050")
def test_a_limit_is_shown_with_the_rule_it_rests_on(posting_page):
    _vacancy, body = posting_page
    assert "personal care by the same sex" in body
    assert "rule 7" in body


def test_the_qr_picture_holds_the_whole_address_of_the_page(client, employer, settings):
    settings.ADDRESS = "https://jobs.example"
    vacancy = make_vacancy(employer)
    answer = client.get(reverse("vacancies:public_qr", args=[vacancy.uuid]))
    assert answer["Content-Type"] == "image/svg+xml"
    code = segno.make(f"https://jobs.example/jobs/{vacancy.uuid}/", error="m", micro=False)
    assert modules(answer.content.decode()) == [list(row) for row in code.matrix]


def modules(svg):
    """The dark modules that the strokes of the picture draw, row by row, without the quiet zone."""
    size = int(re.search(r'width="(\d+)"', svg)[1]) // 4
    path = re.search(r'class="qrline"[^>]*\bd="([^"]+)"', svg)[1]
    drawn, x, y = [[0] * size for _ in range(size)], 0.0, 0.0
    for kind, *numbers in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", path):
        if kind == "h":
            drawn[int(y)][int(x) : int(x) + int(numbers[0])] = [1] * int(numbers[0])
            x += int(numbers[0])
        else:
            by_x, by_y = float(numbers[0]), float(numbers[1] or 0)
            x, y = (by_x, by_y) if kind == "M" else (x + by_x, y + by_y)
    return [row[4:-4] for row in drawn[4:-4]]
