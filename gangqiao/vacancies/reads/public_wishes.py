"""What somebody looks for on the public page, read from its address. Whatever cannot be read is passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

LONGEST_WORDS, MOST_PAGES = 40, 2000

# Name in the address, in the order of the form.
TICKS = {
    "couples": _("For couples"),
    "over50": _("For people over 50"),
    "nomandarin": _("No Mandarin needed"),
    "dorm": _("With a dormitory"),
}
WHERE = {
    "": _("Anywhere"),
    "township": _("In my township"),
    "county": _("In the county"),
    "province": _("In the province"),
    "away": _("Outside the province"),
}
SORTS = {"": _("Newest first"), "pay": _("Best paid first"), "near": _("Nearest first")}
PAY_STEPS = (3000, 4000, 5000, 6000, 8000)  # yuan a month


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. `home` is the key of a township, "" for none; `pay` in yuan a month, 0 for any.

    ticks  names of TICKS that must all hold
    lang   the language the address asks for, "" when it leaves it to the browser
    """

    words: str = ""
    home: str = ""
    where: str = ""
    ticks: frozenset[str] = frozenset()
    pay: int = 0
    sort: str = ""
    page: int = 1
    lang: str = ""

    @property
    def is_plain(self) -> bool:
        """True when nothing is asked for: the page that search engines may keep."""
        return self == Wish(lang=self.lang)

    @property
    def narrows(self) -> bool:
        """True when something is left out."""
        return bool(self.words or self.where or self.ticks or self.pay)

    @property
    def order(self) -> str:
        """How the list is sorted: who names a home and nothing else wants what is near."""
        if self.sort == "near" and not self.home:
            return ""
        return self.sort or ("near" if self.home and not self.words else "")

    def query(self, **changes: Any) -> str:
        """The wish as the end of an address, with changes: `wish.query(page=2)`; "" when nothing is asked for."""
        wish = replace(self, **changes)
        asked = {"q": wish.words, "from": wish.home, "where": wish.where, **dict.fromkeys(sorted(wish.ticks), "1")}
        asked |= {"pay": wish.pay, "sort": wish.sort, "page": wish.page if wish.page > 1 else 0, "lang": wish.lang}
        given = urlencode({key: value for key, value in asked.items() if value})
        return f"?{given}" if given else ""


def read_wish(asked: Mapping[str, str], *, homes: Sequence[str], languages: Sequence[str]) -> Wish:
    """The wish of a request's parameters. `homes` are the townships and `languages` the codes that may be named."""
    home = asked.get("from", "")
    home = home if home in homes else ""
    where = _one_of(asked.get("where", ""), WHERE)
    return Wish(
        words=" ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST_WORDS].strip(),
        home=home,
        where="county" if where == "township" and not home else where,
        ticks=frozenset(name for name in TICKS if asked.get(name)),
        pay=next((step for step in PAY_STEPS if asked.get("pay") == str(step)), 0),
        sort=_one_of(asked.get("sort", ""), SORTS),
        page=_page(asked.get("page", "")),
        lang=_one_of(asked.get("lang", ""), languages),
    )


def _one_of(given: str, known: Any) -> str:
    return given if given in known else ""


def _page(given: str) -> int:
    return min(int(given), MOST_PAGES) if given.isascii() and given.isdigit() and int(given[:6]) > 0 else 1
