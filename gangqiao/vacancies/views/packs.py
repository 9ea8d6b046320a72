"""The pack of a village: what it holds and why, its papers, its texts, and its public page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.errors import Refusal
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.people.views.subjects import say_refusal
from gangqiao.vacancies.actions import packs as actions
from gangqiao.vacancies.models import Pack
from gangqiao.vacancies.papers.spelling import spelt
from gangqiao.vacancies.reads import packs_texts as texts
from gangqiao.vacancies.reads.packs import (
    ShownLine,
    closed_since,
    leaflets_for,
    leaflets_on,
    lines_of,
    people_for,
    suggestions,
)
from gangqiao.vacancies.reads.packs_people import seekers_of
from gangqiao.vacancies.reads.packs_public import find_public_pack
from gangqiao.vacancies.states import PackStatus
from gangqiao.vacancies.views.public import show
from gangqiao.vacancies.views.public_pace import public_page
from gangqiao.vacancies.views.public_sharing import absolute, qr_of

TONES = {PackStatus.MADE: "busy", PackStatus.DELIVERED: "good", PackStatus.ANSWERED: "calm"}
NAMES = "people.view_list"
PAGE = 50


def pack_or_404(uuid: UUID) -> Pack:
    found: Pack | None = Pack.objects.select_related("release", "area").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def pack(request: ActorRequest, pack: UUID) -> HttpResponse:
    """What the village gets, why each line is in it, and the texts to pass on."""
    found, actor = pack_or_404(pack), request.actor
    area = str(found.area_id)
    lines = lines_of(found)
    fitting = people_for(found, lines, seekers_of(area))
    leaflets = leaflets_for(leaflets_on(clock.today()), ())
    address = absolute(request, reverse("vacancies:pack_public", args=[texts.token_of(found)]))
    # Villagers read and hear these, whatever language the page is in.
    with override(settings.LANGUAGE_CODE):
        spoken = texts.loudspeaker(found, lines, [one.title for one in leaflets])
        chat = texts.chat_text(found, lines, address)
    people_page = reverse("vacancies:pack_people", args=[found.uuid]) if actor.may(NAMES, area) else ""
    shown = {
        "pack": found,
        "title": texts.title_of(found),
        "place": place_name(area),
        "tone": TONES[PackStatus(found.status)],
        "rows": [_row(line, len(fitting[line.number]), people_page) for line in lines],
        "closed_before": closed_since(found),
        "seekers": len({one for people in fitting.values() for one in people}),
        "people_page": people_page,
        "leaflets": leaflets_on(clock.today()),
        "spoken": [spelt(sentence) for sentence in spoken],
        "chat": chat,
        "chat_height": chat.count("\n") + 4,
        "address": address,
        "code": qr_of(address),
        "may_print": actor.may(actions.VERB, area),
        "may_cards": actor.may(actions.VERB, area) and actor.level_in(area) >= Level.PERSONAL,
        "columns": _columns(),
    }
    return render(request, "vacancies/packs_one.html", shown)


def _columns() -> list[dict[str, Any]]:
    labels = (_("Number"), _("Vacancy"), _("Place"), _("Pay"), _("Why it is here"))
    return [*({"label": label} for label in labels), {"label": _("Suits, of those who seek work"), "is_number": True}]


def _row(line: ShownLine, people: int, people_page: str) -> dict[str, Any]:
    return {
        "line": line,
        "place": texts.place_words(line.posting, line.reach),
        "pay": texts.pay_of(line.posting),
        "more": texts.conditions(line.posting),
        "people": people,
        "href": f"{people_page}?line={line.number}" if people_page and people else "",
    }


def pack_people(request: ActorRequest, pack: UUID) -> HttpResponse:
    """Who of the village a line suits, or everybody whom something suits; who looked is written down."""
    found, actor = pack_or_404(pack), request.actor
    lines = lines_of(found)
    seekers = seekers_of(str(found.area_id))
    fitting = people_for(found, lines, seekers)
    asked = request.GET.get("line", "")
    line = next((one for one in lines if str(one.number) == asked), None)
    keys = fitting[line.number] if line else sorted({key for people in fitting.values() for key in people})
    page, first = _page(request), 0
    first = (page - 1) * PAGE
    people = _people(keys[first : first + PAGE])
    jobs = suggestions(lines, [one for one in seekers if one.person in people], str(found.area_id))
    looked(NAMES, actor=actor, persons=[person.uuid for person in people.values()], subject=found)
    here = reverse("vacancies:pack_people", args=[found.uuid]) + (f"?line={asked}&" if line else "?")
    shown = {
        "pack": found,
        "title": texts.title_of(found),
        "line": line,
        "total": len(keys),
        "rows": [(person, name_for(person, actor), jobs.get(key, [])) for key, person in people.items()],
        "before": f"{here}page={page - 1}" if page > 1 else "",
        "after": f"{here}page={page + 1}" if first + PAGE < len(keys) else "",
        "columns": [{"label": label} for label in (_("Name"), _("Household"), _("Jobs that suit, and why"))],
    }
    return render(request, "vacancies/packs_people.html", shown)


def _page(request: ActorRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


def _people(keys: list[int]) -> dict[int, Any]:
    rows = Person.objects.filter(pk__in=keys).select_related("household").order_by("area", "household", "pk")
    return {person.pk: person for person in rows}


def print_pack(request: ActorRequest, pack: UUID) -> HttpResponse:
    """The papers of the village as a PDF; with `cards` the cards of its households."""
    found, asked = pack_or_404(pack), request.POST.get("paper", "")
    try:
        if asked in ("cards", "all_cards"):
            content = actions.print_cards(found, actor=request.actor, everybody=asked == "all_cards")
        else:
            content = actions.print_pack(found, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("vacancies:pack", found.uuid)
    name = texts.title_of(found) + (f" \u00b7 {_('cards')}" if asked else "")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f"attachment; filename=\"pack.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    return answer


@public_page
def pack_public(request: HttpRequest, token: str) -> HttpResponse:
    """The pack for anybody's phone: what is open now, and nothing of the people it was chosen for."""
    found = find_public_pack(token)
    if found is None:
        raise Http404
    shown = {
        "title": texts.title_of(found.pack),
        "rows": [
            (line, texts.place_words(line.posting, line.reach), texts.pay_of(line.posting),
             texts.conditions(line.posting))
            for line in found.lines
        ],
        "is_old": found.is_old,
        "leaflets": leaflets_for(leaflets_on(clock.today()), ()),
        "no_fee": texts.no_fee(),
    }  # fmt: skip
    return show(request, "pack.html", shown)
