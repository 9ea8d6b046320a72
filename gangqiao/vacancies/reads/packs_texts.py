"""The pack in words: what is read over the loudspeaker, and what is put into a chat group. Public facts only.

In the active language; who prints or shows them for a village sets the county's own.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gangqiao.places.levels import AreaLevel
from gangqiao.places.models import Division
from gangqiao.vacancies.models import Pack
from gangqiao.vacancies.reads.packs import ShownLine
from gangqiao.vacancies.reads.postings import Posting

IN_CHAT = 8  # a chat shows about so many lines before it folds them away
READ_ALOUD = 12  # three minutes at the pace of a loudspeaker


def token_of(pack: Pack) -> str:
    """The name of the pack's public page: short, so that its picture stays coarse and a cheap phone reads it."""
    return base64.urlsafe_b64encode(UUID(str(pack.uuid)).bytes).decode().rstrip("=")


def uuid_of(token: str) -> UUID | None:
    """The pack a public page is about; null when the text names none."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        return None


def address_of(pack: Pack) -> str:
    """The whole address of the pack's public page, "" when the installation does not know its own."""
    path = reverse("vacancies:pack_public", args=[token_of(pack)])
    return f"{settings.ADDRESS.rstrip('/')}{path}" if settings.ADDRESS else ""


def month_words(period: date) -> str:
    """The month of a release: "November 2026"."""
    return date_format(period, "YEAR_MONTH_FORMAT")


def title_of(pack: Pack) -> str:
    """What stands above everything of a pack."""
    village: Division = pack.area
    return _("Jobs for %(village)s, %(month)s") % {
        "village": village.name,
        "month": month_words(pack.release.period),
    }


def place_words(posting: Posting, reach: int | None) -> str:
    """Where the work is, no longer than it must be: inside the county without the way to it."""
    names = posting.place_words
    if reach is not None and reach <= list(AreaLevel).index(AreaLevel.OTHER_TOWNSHIP):
        return "".join(names[3:]) or "".join(names[-1:])
    if reach is not None and reach <= list(AreaLevel).index(AreaLevel.OTHER_PREFECTURE):
        return "".join(names[1:]) or "".join(names)
    return "".join(names)


def pay_of(posting: Posting) -> str:
    """The pay in words, never nothing."""
    return posting.pay_words or _("pay to be asked for")


def seats_words(posting: Posting) -> str:
    """How many are wanted."""
    many = posting.open_seats or posting.number
    return ngettext("%(many)d person wanted", "%(many)d people wanted", many) % {"many": many}


def conditions(posting: Posting) -> list[str]:
    """What else people ask about, in a few words each."""
    found = []
    if posting.board == "free" and posting.lodging == "free":
        found.append(_("meals and dormitory free"))
    else:
        found += [_("meals free")] if posting.board == "free" else []
        found += [_("dormitory free")] if posting.lodging == "free" else []
        found += [_("dormitory at a price")] if posting.lodging == "paid" else []
    if posting.couples_room == "yes":
        found.append(_("room for couples"))
    if posting.hours:
        found.append(_("%(hours)s hours a day") % {"hours": f"{posting.hours:f}".rstrip("0").rstrip(".")})
    suits = set(posting.suits)
    found += [_("people over 50, too")] if "over_50" in suits else []
    found += [_("no Mandarin needed")] if "no_mandarin" in suits else []
    found += [_("short-term")] if "short_term" in suits else []
    return found + limits_of(posting) + own_of(posting)


def own_of(posting: Posting) -> list[str]:
    """What only its department asks, in words: what it is, and the answer."""
    return [_("%(aspect)s: %(answer)s") % {"aspect": label, "answer": words} for label, words in posting.own_words]


def limits_of(posting: Posting) -> list[str]:
    """Whom it is limited to, in words."""
    found = []
    low, high = posting.limits.get("age_min"), posting.limits.get("age_max")
    if low and high:
        found.append(_("age %(low)d to %(high)d") % {"low": low, "high": high})
    elif low or high:
        found.append(_("from the age of %(n)d") % {"n": low} if low else _("up to the age of %(n)d") % {"n": high})
    return found + [posting.words(key) for key in ("sex_limit", "ethnicity_limit") if posting.limits.get(key)]


def chat_text(pack: Pack, lines: Sequence[ShownLine], address: str) -> str:
    """A message for the village's group: the first jobs, where all of them stand, and that nothing costs anything."""
    shown = [line for line in lines if line.is_open]
    parts = [_("[%(title)s]") % {"title": title_of(pack)}]
    for line in shown[:IN_CHAT]:
        one = line.posting
        words = [one.title, place_words(one, line.reach), pay_of(one), seats_words(one), *conditions(one)[:2]]
        parts.append(f"{line.number}. " + " ".join([*words, one.contact_phone]).strip())
    more = len(shown) - IN_CHAT
    if more > 0:
        parts.append(ngettext("and %(many)d more", "and %(many)d more", more) % {"many": more})
    if address:
        parts.append(_("All of them, with what has closed meanwhile: %(address)s") % {"address": address})
    return "\n".join([*parts, no_fee()])


def no_fee() -> str:
    """What nobody may forget to say."""
    return _("Finding work costs nothing. Who asks you for money cheats you: tell the village or the township.")


def loudspeaker(pack: Pack, lines: Iterable[ShownLine], titles: Iterable[str]) -> list[str]:
    """What is read aloud, in sentences: one after the other, each for itself.

    titles  of the policies and services that are carried along
    """
    shown = [line for line in lines if line.is_open]
    village: Division = pack.area
    said = [
        _("People of %(village)s, here are the jobs of %(month)s.")
        % {"village": village.name, "month": month_words(pack.release.period)}
    ]
    for line in shown[:READ_ALOUD]:
        said.append(_spoken(line))
    more = len(shown) - READ_ALOUD
    if more > 0:
        said.append(
            ngettext(
                "%(many)d more job stands on the notice board.", "%(many)d more jobs stand on the notice board.", more
            )
            % {"many": more}
        )
    named = "\u3001".join(titles)
    if named:
        said.append(_("The village also knows about: %(titles)s.") % {"titles": named})
    return [*said, no_fee(), _("Who is interested tells the village information officer. Once more:")]


def _spoken(line: ShownLine) -> str:
    one = line.posting
    sentence = _("Number %(n)d: %(employer)s in %(place)s looks for %(title)s, %(seats)s, %(pay)s.") % {
        "n": line.number,
        "employer": one.employer_name,
        "place": place_words(one, line.reach),
        "title": one.title,
        "seats": seats_words(one),
        # Nobody reads out a dash or a comma among figures.
        "pay": pay_of(one).replace("\u2013", _(" to ")).replace(",", ""),
    }
    more = conditions(one)
    if not more:
        return sentence
    return sentence + _(" Also: %(facts)s.") % {"facts": _listed(more)}


def _listed(words: Sequence[str]) -> str:
    return _(", ").join(words)
