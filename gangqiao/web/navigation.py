"""The main navigation as a table: one line per entry, shown only to those who hold its verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a place that has several, with its own address and verb.

    below  where pages that belong to it lie, when that is not below its own address
    """

    label: Any
    url_name: str
    verb: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation.

    label     as the reader calls the place
    short     the same in at most four Chinese characters, for the bar at the foot of a phone
    url_name  the name of the address; an entry whose address does not exist is left out
    verb      who may see it; "" for everybody who is signed in
    icon      a symbol of static/web/icons.svg
    tabs      the pages of the place, shown as tabs on each of them; the entry leads to the first one the reader may see
    """

    label: Any
    short: Any
    url_name: str
    verb: str
    icon: str
    tabs: tuple[Tab, ...] = ()


WORKBOOKS = (
    Tab(_("Files brought in"), "imports:imports", "imports.view"),
    Tab(_("Taken out"), "exports:exports", "exports.view"),
    Tab(_("Layouts filled"), "reports:layouts", "reports.view"),
    Tab(_("Figures reconciled"), "reports:compare", "reports.reconcile"),
)

PHONES = (
    Tab(_("My phones"), "sync:phones", "sync.carry"),
    Tab(_("Phones of the villages"), "sync:everybodys", "sync.view_phones"),
    Tab(_("Entries not taken in"), "sync:entries", "sync.settle"),
    Tab(_("Other phone apps"), "openrosa:devices", "openrosa.collect"),
    Tab(_("Answers from other phone apps"), "openrosa:work", "openrosa.collect"),
)

NOTICES = (
    Tab(_("Notices to people"), "messaging:messages", "messaging.view"),
    Tab(_("Notices on paper"), "messaging:paper", "messaging.hand_over"),
    Tab(_("Notices by day"), "messaging:days", "messaging.view"),
    Tab(_("Numbers that want no messages"), "messaging:numbers", "messaging.opt_out"),
)

VACANCIES = (
    Tab(_("Vacancies"), "vacancies:vacancies", "vacancies.view", ("/who-suits/",)),
    Tab(_("Employers"), "vacancies:employers", "vacancies.view_employers", ("/employer/",)),
    Tab(_("Collecting"), "vacancies:rounds", "vacancies.view_rounds", ("/returns/",)),
    Tab(_("Referrals"), "matching:referrals", "matching.view_referrals", ("/suits/", "/matching/points/")),
    Tab(_("Introduced to you"), "matching:introduced", "matching.view_introduced"),
    Tab(_("Monthly releases"), "vacancies:releases", "vacancies.view_releases", ("/packs/",)),
    Tab(_("Cooperation"), "vacancies:cooperation", "vacancies.view_cooperation"),
    Tab(_("Results of agencies"), "vacancies:results", "vacancies.report_agency"),
    Tab(_("Pictures of demand"), "vacancies:pictures", "vacancies.view_releases"),
    Tab(_("Pictures of matching"), "matching:pictures", "matching.view_pictures"),
    Tab(_("Allocations"), "matching:allocations", "matching.view_allocations", ("/matching/allocated/",)),
)

FOLLOWUP = (
    Tab(_("Calls to those who went out"), "followup:calls", "followup.view"),
    Tab(_("Back home without work"), "followup:returned", "followup.view"),
    Tab(_("Cases of workers"), "followup:cases", "followup.view_cases"),
    Tab(_("What the calls found"), "followup:found", "followup.view"),
    Tab(_("Sample checks"), "followup:samples", "followup.view_samples"),
    Tab(_("Evidence by lists"), "followup:matches", "followup.match"),
)

TRANSFERS = (
    Tab(_("Departures"), "transfers:board", "transfers.view", ("/transfers/people/",)),
    Tab(_("Batches"), "transfers:batches", "transfers.view", ("/transfers/passengers/", "/transfers/trips/")),
    Tab(_("Enterprise plans"), "transfers:plans", "transfers.view_plans"),
    Tab(_("Vehicles"), "transfers:fleet", "transfers.view_fleet"),
    Tab(_("Pick-up points"), "transfers:pick_ups", "transfers.keep_pick_up"),
    Tab(_("Checks"), "transfers:checks", "transfers.check"),
    Tab(_("Disinfection of vehicles"), "transfers:disinfection", "transfers.disinfect"),
    Tab(_("Costs"), "transfers:costs", "transfers.view_costs"),
)

TRAINING = (
    Tab(pgettext_lazy("training", "Demand"), "training:demand", "training.view"),
    Tab(_("Plans of courses"), "training:plans", "training.view"),
    Tab(pgettext_lazy("training", "Classes"), "training:classes", "training.view", ("/training/learners/",)),
    Tab(_("Courses"), "training:courses", "training.view"),
    Tab(_("Training providers"), "training:providers", "training.view"),
    Tab(_("Call-backs"), "training:call_backs", "training.record_call"),
    Tab(_("Doubts about classes"), "training:doubts", "training.view_learners"),
    Tab(_("Pictures of training"), "training:pictures", "training.view"),
)

ASSISTANCE = (
    Tab(_("Helped people"), "assistance:cases", "assistance.view_cases", ("/assistance/people/",)),
    Tab(_("Each class its measures"), "assistance:proof", "assistance.view"),
    Tab(_("Households without work"), "assistance:workless", "assistance.view_cases"),
    Tab(_("Local places of work"), "assistance:workplaces", "assistance.view"),
    Tab(_("Pictures of assistance"), "assistance:pictures", "assistance.view"),
)

POSTS = (
    Tab(_("Public posts"), "assistance:posts", "assistance.view_posts"),
    Tab(_("Post holders"), "assistance:holders", "assistance.view_holders"),
    Tab(_("Days on duty"), "assistance:duty", "assistance.view_holders"),
    Tab(_("Monthly sheets"), "assistance:sheets", "assistance.view_holders"),
    Tab(_("Spot-checks"), "assistance:spots", "assistance.view_holders"),
    Tab(_("Objections"), "assistance:objections", "assistance.view_holders"),
    Tab(_("Quotas of posts"), "assistance:quotas", "assistance.view_posts"),
)

SUBSIDIES = (
    Tab(pgettext_lazy("subsidies", "Claims"), "subsidies:claims", "subsidies.view_claims"),
    Tab(_("Who is entitled"), "subsidies:entitled", "subsidies.view_entitled"),
    Tab(_("Employers, providers and agencies"), "subsidies:entitled_units", "subsidies.view_entitled"),
    Tab(_("Claims that come by themselves"), "subsidies:feeds", "subsidies.make_claim"),
    Tab(_("Before payment"), "subsidies:findings", "subsidies.view_findings"),
    Tab(_("Public notices"), "subsidies:notices", "subsidies.view_notices"),
    Tab(_("Samples after payment"), "subsidies:samples", "subsidies.view_samples"),
    Tab(_("Subsidies in figures"), "subsidies:totals", "subsidies.view_totals"),
    Tab(_("Rules of subsidies"), "subsidies:rules", "subsidies.view", ("/subsidies/rules/", "/subsidies/changes/")),
)

MONEY = (
    Tab(_("Payment"), "subsidies:batches", "subsidies.view_payments"),
    Tab(_("Fund lines"), "subsidies:funds", "subsidies.view_payments"),
    Tab(_("Money to recover"), "subsidies:recoveries", "subsidies.view_payments"),
    Tab(_("Accounts of employers and providers"), "subsidies:payees", "subsidies.view_payments"),
)

# Places with several pages, by the name under which a page asks for their tabs.
PLACES = {"workbooks": WORKBOOKS, "phones": PHONES, "notices": NOTICES, "vacancies": VACANCIES, "followup": FOLLOWUP}
PLACES |= {
    "transfers": TRANSFERS,
    "training": TRAINING,
    "assistance": ASSISTANCE,
    "posts": POSTS,
    "subsidies": SUBSIDIES,
    "money": MONEY,
}

# An address of these with `_of` at its end shows the same of one area.
TARGETS = (
    Tab(_("Board"), "indicators:board", "indicators.view"),
    Tab(_("Breakdown"), "indicators:breakdown", "indicators.view"),
    Tab(_("Ways of counting"), "indicators:side_by_side", "indicators.view"),
    Tab(_("The epidemic's shock"), "indicators:shock", "indicators.view"),
    Tab(_("Snapshots"), "indicators:snapshots", "indicators.view"),
    Tab(_("Definitions"), "indicators:definitions", "indicators.view"),
)

ENTRIES: tuple[Entry, ...] = (
    Entry(_("Today"), _("Today"), "web:home", "", "checklist"),
    Entry(_("Overview"), _("Overview"), "headquarters:first", "indicators.view", "chart-bar"),
    Entry(_("Targets"), _("Targets"), "", "", "target-arrow", TARGETS),
    Entry(_("Warnings"), _("Warnings"), "warnings:board", "warnings.view", "alert-octagon"),
    Entry(_("Work plan"), _("Plan"), "plans:plan", "plans.view", "flag"),
    Entry(_("Headquarters"), _("Meetings"), "headquarters:meetings", "headquarters.view", "building"),
    Entry(_("Official papers"), _("Papers"), "briefings:briefings", "briefings.view", "file-text"),
    Entry(_("People ledger"), _("People"), "ledgers:people", "people.view_list", "users"),
    Entry(_("Household ledger"), _("Households"), "ledgers:households", "people.view_list", "home"),
    Entry(_("Survey"), _("Survey"), "surveys:campaigns", "surveys.view", "checklist"),
    Entry(_("Vacancies"), _("Vacancies"), "", "", "list", VACANCIES),
    Entry(pgettext_lazy("place", "Transfers"), pgettext_lazy("place", "Transfers"), "", "", "map-pin", TRANSFERS),
    Entry(_("Follow-up"), _("Follow-up"), "", "", "history", FOLLOWUP),
    Entry(pgettext_lazy("place", "Training"), pgettext_lazy("place", "Training"), "", "", "id-badge", TRAINING),
    Entry(
        pgettext_lazy("place", "Assistance"), pgettext_lazy("place", "Assistance"), "", "", "shield-check", ASSISTANCE
    ),
    Entry(pgettext_lazy("place", "Public posts"), pgettext_lazy("place", "Public posts"), "", "", "flag", POSTS),
    Entry(_("Subsidies"), _("Subsidies"), "", "", "list", SUBSIDIES),
    Entry(_("Payment of subsidies"), _("Payment"), "", "", "file-text", MONEY),
    Entry(_("Phones"), _("Phones"), "", "", "phone", PHONES),
    Entry(_("Notices to people"), _("Notices"), "", "", "bell", NOTICES),
    Entry(_("Workbooks"), _("Workbooks"), "", "", "file-text", WORKBOOKS),
    Entry(_("Data in doubt"), _("Doubts"), "quality:doubts", "quality.view", "alert-triangle"),
    Entry(_("Register a household"), _("New household"), "people:register_household", "people.register", "plus"),
    Entry(_("Probable duplicates"), _("Duplicates"), "duplicates:pairs", "duplicates.view", "users"),
    Entry(_("Governed changes"), _("Changes"), "people:changes", "people.undo", "history"),
    Entry(_("Users and posts"), _("Users"), "accounts:users", "accounts.view_users", "id-badge"),
    Entry(_("Audit log"), _("Audit"), "audit:log", "audit.view", "shield-check"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one reader sees it."""

    label: Any
    short: Any
    href: str
    icon: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class TabShown:
    """A tab as one reader sees it."""

    label: Any
    href: str
    is_here: bool
    count: str = ""


def links_for(actor: Actor, path: str) -> list[Link]:
    """The entries this actor may use, in order; the one the reader stands in is marked."""
    open_entries = [(entry, hrefs) for entry in ENTRIES if (hrefs := _addresses(entry, actor))]
    here = _deepest((href for _entry, hrefs in open_entries for href in hrefs), path)
    return [Link(e.label, e.short, hrefs[0], e.icon, here in hrefs) for e, hrefs in open_entries]


def tabs_for(tabs: tuple[Tab, ...], actor: Actor, path: str) -> list[TabShown]:
    """The tabs of a place this actor may use; none when there would be only one."""
    found = [(tab, href) for tab in tabs if actor.may(tab.verb) and (href := href_or_nothing(tab.url_name))]
    here = _deepest((h for tab, href in found for h in (href, *tab.below)), path)
    return [TabShown(tab.label, href, here in (href, *tab.below)) for tab, href in found] if len(found) > 1 else []


def tabs_of_area(tabs: tuple[Tab, ...], actor: Actor, url_name: str, area: str, asked: str = "") -> list[TabShown]:
    """The tabs of a place whose pages show one area: each leads on to the same area. `asked` follows the "?"."""
    found = []
    for tab in tabs:
        href = (area and href_or_nothing(f"{tab.url_name}_of", area)) or href_or_nothing(tab.url_name)
        if href and actor.may(tab.verb):
            found.append(TabShown(tab.label, f"{href}?{asked}" if asked else href, tab.url_name == url_name))
    return found


def _addresses(entry: Entry, actor: Actor) -> list[str]:
    """The address of an entry, or those of its tabs, as far as the actor may use them."""
    places: tuple[Tab | Entry, ...] = entry.tabs or (entry,)
    found = [(p, h) for p in places if (not p.verb or actor.may(p.verb)) and (h := href_or_nothing(p.url_name))]
    # The first one is where the entry leads to.
    return [h for _place, h in found] + [h for place, _h in found if isinstance(place, Tab) for h in place.below]


def href_or_nothing(url_name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page, or "" when no such page is installed."""
    # An app that is not installed (or not built yet) must not take every page down with it.
    try:
        return reverse(url_name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def _deepest(hrefs: Any, path: str) -> str:
    """The longest address above `path`: below /people/12/ the reader stands in /people/, not in /."""
    above = [h for h in hrefs if path == h or (h != "/" and path.startswith(h))]
    return max(above, key=len, default="")
