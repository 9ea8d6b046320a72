"""What a village prints: the notice, the loudspeaker sheet, the cards; and what is put into the chat group."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from gangqiao.audit.models import Look
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Category, Intention
from gangqiao.vacancies.actions import packs as actions
from gangqiao.vacancies.actions import releases
from gangqiao.vacancies.models import Leaflet, Pack, Vacancy
from gangqiao.vacancies.papers.spelling import is_common, spelt
from gangqiao.vacancies.reads import packs_texts as texts
from gangqiao.vacancies.reads.packs import lines_of
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

PHONE = "13887300000"  # of the vacancy, entered to be public


def words_of(content: bytes) -> tuple[str, set[str], list[str]]:
    """The text of a PDF, the sizes of its pages in points, and of each font whether it is embedded ("yes")."""
    text = _asked("pdftotext", content, "-", "-")
    sizes = set(re.findall(r"Page +\d+ size: +([\d.]+ x [\d.]+)", _asked("pdfinfo", content, "-l", "99", "-")))
    fonts = [row.split()[-5] for row in _asked("pdffonts", content, "-").splitlines()[2:]]
    return re.sub(r"\s+", "", text), sizes, fonts


def _asked(program: str, content: bytes, *arguments: str) -> str:
    reader = shutil.which(program)
    assert reader, "the tests read papers with poppler (Debian: poppler-utils)"
    return subprocess.run([reader, *arguments], input=content, capture_output=True, check=True).stdout.decode()


@pytest.fixture
def pack(county: Any, city_officer: Any, seeker: Any) -> Pack:
    """The pack of the first village, with one post that suits the sewer there."""
    make_vacancy(make_employer(county.xinshao), board="free", lodging="free", couples_room="yes")
    release = releases.compile_release(county.division, clock.today(), actor=city_officer)
    release = releases.issue(release.pk, actor=city_officer)
    with scope_of([county.key]):
        actions.make_packs(release)
        return Pack.objects.select_related("release", "area").get(area=county.villages[0])


@pytest.fixture
def seeker(make_person: Any, remember: Any, county: Any) -> Any:
    found = make_person(county.villages[0], name="甲鸣雀", birth_date=date(1990, 1, 1))
    wish = {"wants_work": "yes", "training_wish": "no", "wished_trades": ["sewing"], "valid_from": clock.today()}
    remember(Intention, found, **wish, expires_on=clock.today() + timedelta(days=90))
    return found


def test_rare_characters_and_unusual_readings_get_their_pinyin():
    marked = {run.text: run.pinyin for run in spelt("重庆厂长在番禺招绗缝工，银行卡发工资") if run.pinyin}
    assert marked == {"重": "chóng", "番": "pān", "禺": "yú", "绗": "háng", "行": "háng"}
    assert "".join(run.text for run in spelt("重庆 A1，绗")) == "重庆 A1，绗"
    assert is_common("缝")
    assert not is_common("绗")


@pytest.mark.requirement("R053")
def test_the_notice_comes_on_two_papers_with_the_sheet_for_the_loudspeaker(pack, village_officer):
    with scope_of([pack.area_id]):
        content = actions.print_pack(pack, actor=village_officer)
    text, sizes, fonts = words_of(content)
    assert sizes == {"595.276 x 841.89", "841.89 x 1190.55"}  # A4 and A3
    assert set(fonts) == {"yes"}
    assert text.count("缝纫工") >= 3
    assert PHONE in text
    assert "甲" not in text.replace("甲醛", "")  # nobody of the village is named on what hangs on a board


@pytest.mark.requirement("R053")
def test_a_kept_paper_is_set_anew_when_something_in_it_has_closed(pack, village_officer):
    with scope_of([pack.area_id]):
        first = actions.print_pack(pack, actor=village_officer)
        assert actions.print_pack(pack, actor=village_officer) == first
    with everywhere(reason="test"):
        Vacancy.objects.update(status="filled")
    with scope_of([pack.area_id]):
        assert actions.print_pack(pack, actor=village_officer) != first  # before any job has run
        kept = Pack.objects.get(pk=pack.pk).file
    with everywhere(reason="test"):
        releases.strike(Vacancy.objects.values_list("uuid", flat=True), "filled")
        assert kept
        assert Pack.objects.get(pk=pack.pk).file == ""


@pytest.mark.requirement("R055", "R056")
def test_a_card_names_the_jobs_of_its_people_under_masked_names_and_the_look_is_logged(pack, village_officer, seeker):
    with everywhere(reason="test"):
        Leaflet.objects.create(kind="policy", title="脱贫户补贴", words="x", suits="registered_poor",
                               valid_from=clock.today())  # fmt: skip
        Leaflet.objects.create(kind="service", title="免费体检", words="x", valid_from=clock.today())
    with scope_of([pack.area_id]):
        text, _sizes, _fonts = words_of(actions.print_cards(pack, actor=village_officer))
    assert "缝纫工" in text
    assert "甲鸣雀" not in text
    assert "甲*" in text
    assert "免费体检" in text
    assert "脱贫户补贴" not in text
    assert Look.objects.filter(verb="vacancies.print_pack").get().persons == [str(seeker.uuid)]


def test_a_policy_for_some_stands_on_the_card_of_who_it_is_for(pack, village_officer, seeker, remember):
    Leaflet.objects.create(kind="policy", title="脱贫户补贴", words="x", suits="registered_poor",
                           valid_from=clock.today())  # fmt: skip
    remember(Category, seeker, kind="registered_poor", valid_from=date(2020, 1, 1))
    with scope_of([pack.area_id]):
        text, _sizes, _fonts = words_of(actions.print_cards(pack, actor=village_officer))
    assert "脱贫户补贴" in text


def test_who_sees_figures_only_prints_no_cards(pack, make_user, county):
    from gangqiao.accounts.reads import actor_of

    clerk = actor_of(make_user("employment_clerk", county.division))
    with scope_of([county.key]):
        assert actions.print_pack(pack, actor=clerk).startswith(b"%PDF")
        with pytest.raises(NotYourVerb):
            actions.print_cards(pack, actor=clerk)


@pytest.mark.requirement("R053")
def test_the_text_for_the_chat_says_what_where_how_much_and_that_it_is_free(pack):
    with scope_of([pack.area_id]), override("en"):
        text = texts.chat_text(pack, lines_of(pack), "https://x/r/1/")
    first, job, *rest = text.split("\n")
    assert first.startswith("[Jobs for")
    assert job.startswith("1. 缝纫工")
    assert "3,500–5,000 yuan a month" in job
    assert job.endswith(PHONE)
    assert rest[-2].endswith("https://x/r/1/")
    assert "costs nothing" in rest[-1]


@pytest.mark.requirement("R053")
def test_the_public_page_of_a_pack_says_nothing_of_people(pack, client, seeker):
    page = client.get(reverse("vacancies:pack_public", args=[texts.token_of(pack)]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "缝纫工" in text
    assert "甲鸣雀" not in text
    with scope_of([pack.area_id]):
        (line,) = lines_of(pack)
    assert all(why not in text for why in line.why if any(sign.isdigit() for sign in why))
    assert len(page.content) < 50_000
    assert client.get(reverse("vacancies:pack_public", args=["no-such-link"])).status_code == 404
    assert client.get(reverse("vacancies:pack_public", args=["A" * 22])).status_code == 404


def test_the_papers_are_fetched_by_the_page(pack, client_of):
    address = reverse("vacancies:print_pack", args=[pack.uuid])
    for paper in ("", "cards", "all_cards"):
        answer = client_of("village_officer").post(address, {"paper": paper})
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "no-store, private"
    assert client_of("stranger").post(address).status_code == 404
