"""Every figure on every page opens to its people and to its definition in one click: a crawler visits each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.apps import apps
from django.template import Context, Template
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from gangqiao.briefings.models import Kind
from tests.rig_for_figures import bare_figures, faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.usefixtures("demonstration")

APPS = ("indicators", "plans", "warnings", "headquarters", "briefings")
ENTRIES = (
    *("indicators:board", "indicators:breakdown", "indicators:side_by_side", "indicators:shock"),
    *("indicators:snapshots", "plans:targets", "plans:shares", "plans:units", "plans:plan"),
    *("warnings:board", "warnings:urges", "headquarters:first", "headquarters:screen", "headquarters:meetings"),
    *("headquarters:issues", "headquarters:institutions", "briefings:briefings"),
)
# From the departures to the calls: each by the reader whose pages they are.
JOURNEYS = ("transfers", "followup")
JOURNEY_ENTRIES = (
    *("transfers:board", "transfers:batches", "transfers:costs", "transfers:flows", "transfers:plans"),
    *("transfers:checks", "transfers:disinfection", "transfers:fleet", "transfers:pick_ups"),
    *("followup:calls", "followup:returned", "followup:found", "followup:cases", "followup:samples"),
    *("followup:matches",),
)
EVERY_ONE = {"transfers:batch", "transfers:ways", "transfers:day", "transfers:costs_of", "transfers:checks_of"}
# Who may list no names of journeys sees them as numbers; the health office lists those whom it checks.
WITHOUT_NAMES = ("transfers:board", "transfers:batches", "transfers:flows")
OF_HEALTH = ("transfers:checks", "transfers:checks_of", "transfers:check", "transfers:check_table")
NAMES = {
    *("indicators:names", "indicators:snapshot_people", "indicators:compare_people", "warnings:gap"),
    *("transfers:people", "followup:found_people"),
}
PAGE = 50  # rows of a page of names
OF_A_SORT = 2  # figures of a page that differ by their day alone
LEFT_OUT = {"indicators:definition", "indicators:definitions"}  # they say how is counted and count nobody


@dataclass
class Crawler:
    """Goes from page to page as one reader; `faults` says what is wrong, `opened` how many figures it opened.

    every   open the figures of every area; else those of the first areas of a page
    apps, entries   where it goes, and where it begins
    goes    names of the only views it goes to; (): any of its apps
    """

    browser: Any
    opens: bool
    every: bool = True
    apps: tuple[str, ...] = APPS
    entries: tuple[str, ...] = ENTRIES
    goes: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    defined: set[str] = field(default_factory=set)
    pages: list[str] = field(default_factory=list)

    def crawl(self) -> None:
        waiting = [address for address in map(address_of, self.entries) if address]
        sorts = {sort_of(address, self.apps) for address in waiting}
        while waiting:
            url = waiting.pop(0)
            tree = self.visit(url)
            if tree is None:
                continue
            for href in links_of(tree, url):
                sort = sort_of(href, self.apps)
                if sort and sort not in sorts and self.goes_to(href):
                    sorts.add(sort)
                    waiting.append(href)

    def goes_to(self, url: str) -> bool:
        return not self.goes or resolve(urlsplit(url).path).view_name in self.goes

    def visit(self, url: str) -> Any:
        """The page with its figures looked at; None for what is no page for this reader."""
        answer = self.browser.get(url)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            if answer.status_code not in (200, 302, 403):
                self.faults.append(f"{url}: {answer.status_code}")
            return None
        self.pages.append(url)
        tree = page_of(answer)
        self.faults += [f"{url}: {fault}" for fault in faults_of_page(tree, opens=self.opens)]
        sorts: dict[str, int] = {}
        for figure in figures_of(tree):
            self.define(url, figure.how, tree)
            # The weeks of a trend differ by their day alone; each new day is counted anew, which takes a moment.
            sort = re.sub(r"day=[\d-]+" if self.every else r"day=[\d-]+|/[0-9A-Za-z]+/people", "", figure.href)
            if figure.href and sorts.setdefault(sort, 0) < OF_A_SORT:
                sorts[sort] += 1
                self.open(url, figure.href, figure.persons)
        return tree

    def define(self, url: str, how: str, tree: Any) -> None:
        """Its definition is there: a page, or ("#...") a part of this one."""
        if how.startswith("#"):
            if not tree.xpath("//*[@id=$part]", part=how[1:]):
                self.faults.append(f"{url}: its definition {how} is not there")
        elif how and how not in self.defined:
            self.defined.add(how)
            if self.browser.get(how).status_code != 200:
                self.faults.append(f"{url}: its definition {how} is not there")

    def open(self, url: str, href: str, persons: int | None) -> None:
        """One click on a figure: as many people as it says."""
        if href in self.opened:
            return
        self.opened.add(href)
        answer = self.browser.get(urljoin(url, href))
        if answer.status_code != 200:
            self.faults.append(f"{url}: {href} answers {answer.status_code}")
            return
        total, rows = listed(page_of(answer))
        if total != persons or rows != min(total, PAGE):
            self.faults.append(f"{url}: {persons} at {href}, where {total} are listed and {rows} shown")


def address_of(name: str) -> str:
    """The address; "" while the app is not there."""
    app = name.partition(":")[0]
    try:
        return reverse(name)
    except NoReverseMatch:
        assert not apps.is_installed(f"gangqiao.{app}"), name
        return ""


def links_of(tree: Any, url: str) -> Iterator[str]:
    for href in tree.xpath("//main//a[@href]/@href"):
        whole = urlsplit(urljoin(url, href))
        yield f"{whole.path}?{whole.query}" if whole.query else whole.path


def sort_of(url: str, apps_of_crawl: tuple[str, ...] = APPS) -> str:
    """What pages that differ only by a day or by the key of an area, a unit or a record have in common; "" for no page.

    Areas of another level are another sort: county, township, village, group. Every official paper is one of its own,
    and every batch, for each stands elsewhere on its way.
    """
    parts = urlsplit(url)
    try:
        view = resolve(parts.path)
    except Resolver404:
        return ""
    if view.app_name not in apps_of_crawl or view.view_name in NAMES | LEFT_OUT:
        return ""
    asked = dict(parse_qsl(parts.query))
    if view.view_name == "briefings:briefing":
        return f"{view.view_name} {view.kwargs['briefing']}"
    if view.view_name in EVERY_ONE:
        return f"{view.view_name} {view.kwargs['batch']}"
    area = len(str(view.kwargs.get("area", asked.get("area", ""))))
    return f"{view.view_name} {area} {sorted(asked.keys() - {'day', 'area', 'measure', 'target'})}"


@pytest.mark.requirement("D03", "R001")
@pytest.mark.parametrize(("username", "every"), [("office", True), ("hq", False), ("xinshao", False)])
def test_every_figure_opens_to_its_people_and_its_definition(demo_client: Any, username: str, every: bool) -> None:
    crawler = Crawler(demo_client(username), opens=True, every=every)
    crawler.crawl()
    assert not crawler.faults, f"{len(crawler.faults)} faults\n" + "\n".join(crawler.faults[:60])
    assert len(crawler.opened) > 100
    assert len(crawler.defined) >= 8
    assert {resolve(urlsplit(url).path).app_name for url in crawler.pages} >= set(APPS)
    papers = [url for url in crawler.pages if resolve(urlsplit(url).path).view_name == "briefings:briefing"]
    # Weekly, monthly, circular, analysis and the pack of a meeting, which those see who see the county.
    assert len(papers) == (0 if username == "xinshao" else len(Kind))


@pytest.mark.requirement("D03", "R057", "R073")
@pytest.mark.parametrize(("username", "least"), [("office", 60), ("xinshao", 15), ("xinshao-village", 3)])
def test_every_figure_of_journeys_and_calls_opens_to_its_people(demo_client: Any, username: str, least: int) -> None:
    crawler = Crawler(demo_client(username), opens=True, apps=JOURNEYS, entries=JOURNEY_ENTRIES)
    crawler.crawl()
    assert not crawler.faults, f"{len(crawler.faults)} faults\n" + "\n".join(crawler.faults[:60])
    assert len(crawler.opened) >= least
    seen_views = {resolve(urlsplit(url).path).view_name for url in crawler.pages}
    assert seen_views >= {"transfers:board", "transfers:flows", "transfers:ways", "transfers:trip", "followup:found"}
    assert seen_views >= EVERY_ONE - {"transfers:checks_of", "transfers:costs_of"}


@pytest.mark.requirement("D03", "R120")
def test_the_health_office_opens_whom_it_checks_and_sees_the_rest_as_numbers(demo_client: Any) -> None:
    for opens, entries in ((True, OF_HEALTH[:1]), (False, WITHOUT_NAMES)):
        goes = OF_HEALTH if opens else WITHOUT_NAMES
        crawler = Crawler(demo_client("health"), opens=opens, apps=JOURNEYS, entries=entries, goes=goes)
        crawler.crawl()
        assert not crawler.faults, "\n".join(crawler.faults[:60])
        assert len(crawler.pages) >= 3
        assert bool(crawler.opened) == opens


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("data-figure", "data-nothing", "a bare figure"),
        ('data-how="#how"', 'data-how="#why"', "no link to its definition"),
        ('id="how"', 'id="why"', "its definition #how is not there"),
        ("?group=", "?group=missed&amp;was=", "are listed"),
    ],
)
def test_a_figure_of_journeys_that_does_not_open_fails_the_crawl(
    demo_client: Any, old: str, new: str, fault: str
) -> None:
    """The counter-proof on the page itself: the board as it is, with one thing changed."""
    browser = Spoiling(demo_client("office"), reverse("transfers:board"), old, new)
    crawler = Crawler(browser, opens=True, apps=JOURNEYS, entries=("transfers:board",), goes=("transfers:board",))
    crawler.crawl()
    assert any(fault in found for found in crawler.faults)


@dataclass
class Spoiling:
    """A browser to which one page comes with something changed."""

    browser: Client
    page: str
    old: str
    new: str

    def get(self, url: str) -> Any:
        answer = self.browser.get(url)
        if url == self.page:
            assert self.old in answer.content.decode()
            answer.content = answer.content.decode().replace(self.old, self.new).encode()
        return answer


@pytest.mark.requirement("D03")
def test_who_may_open_no_names_sees_numbers_without_links(demo_client: Any, numbers_only: str) -> None:
    crawler = Crawler(demo_client(numbers_only), opens=False)
    crawler.crawl()
    assert not crawler.faults, "\n".join(crawler.faults[:60])
    assert len(crawler.defined) >= 8
    assert not crawler.opened


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("<td>1,234</td>", "a bare figure"),
        ("<td><a href='/figures/'>12</a></td>", "a bare figure"),
        ("<dd>12 persons</dd>", "a bare figure"),
        ("<td>12 / 200</td>", "a bare figure"),
        ("{% people '12' 12 '' '/figures/how/transferred/' %}", "no link to its 12 people"),
        ("{% people '12' 12 '/figures/1/people/transferred/' '' %}", "no link to its definition"),
        ("{% people '12' 13 '/figures/1/people/transferred/' '' %}", "stands for 13 persons"),
    ],
)
def test_a_figure_that_does_not_open_is_found_out(template: str, fault: str) -> None:
    """The counter-proof: what the crawler is there to find."""
    body = Template("{% load figures %}<main>" + template + "</main>").render(Context())
    tree = page_of(type("Answer", (), {"content": f"<html><body>{body}</body></html>".encode()}))
    assert any(fault in found for found in faults_of_page(tree, opens=True))


PLAIN = ("<td data-plain='target'>200</td>", "<td>60.0%</td>", "<td>+12</td>", "<td>3月</td>")


@pytest.mark.parametrize("template", PLAIN)
def test_what_counts_no_people_is_no_bare_figure(template: str) -> None:
    tree = page_of(type("Answer", (), {"content": f"<html><body><main>{template}</main></body></html>".encode()}))
    assert bare_figures(tree) == []


def test_a_list_of_other_length_is_found_out(demo_client: Any) -> None:
    """The counter-proof: a figure that leads to the people of another one."""
    crawler = Crawler(demo_client("office"), opens=True)
    page = page_of(crawler.browser.get(reverse("indicators:board")))
    one = next(figure for figure in figures_of(page) if figure.persons and figure.href)
    crawler.open("/figures/", one.href, (one.persons or 0) + 1)
    assert len(crawler.faults) == 1
