"""How a pack is carried, at the desk: whom it reached and what was said, and the card of one household."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.people.models import Household, Person
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.people.views.subjects import form_page, household_or_404, typed
from gangqiao.vacancies.actions.delivering import Said, Told, close_answers, deliver, keep_response
from gangqiao.vacancies.forms.delivering import HouseholdDeliveryForm, VillageDeliveryForm
from gangqiao.vacancies.models import Delivery, Pack, ReleaseLine
from gangqiao.vacancies.policy.delivering import due_at_doors
from gangqiao.vacancies.reads import delivering
from gangqiao.vacancies.reads import packs_texts as texts
from gangqiao.vacancies.reads.delivering_cards import Card, Offered, card_of
from gangqiao.vacancies.states import PackStatus

AT_MOST = 200  # households that are due, named on one page
TONES = {PackStatus.MADE: "busy", PackStatus.DELIVERED: "good", PackStatus.ANSWERED: "calm"}


def pack_delivery(request: ActorRequest, pack: UUID) -> HttpResponse:
    """Whom the pack reached, by which ways, what was said, and where it is still due."""
    return _page(request, _pack_or_404(pack), VillageDeliveryForm())


def deliver_to_village(request: ActorRequest, pack: UUID) -> HttpResponse:
    """Record a way by which it reached the village as a whole."""
    found, form = _pack_or_404(pack), VillageDeliveryForm(request.POST)

    def act() -> None:
        deliver(Told(pack=found.uuid, **form.cleaned_data), actor=request.actor)

    if done(request, form, act, _("Recorded.")):
        return redirect("vacancies:pack_delivery", found.uuid)
    return _page(request, found, form, status=422)


def end_answers(request: ActorRequest, pack: UUID) -> HttpResponse:
    """Nobody is expected to answer any more."""
    found = _pack_or_404(pack)
    pressed(request, lambda: close_answers(found.pk, actor=request.actor), _("The answers are in."))
    return redirect("vacancies:pack_delivery", found.uuid)


def _pack_or_404(uuid: UUID) -> Pack:
    found: Pack | None = Pack.objects.select_related("release").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _page(request: ActorRequest, pack: Pack, form: VillageDeliveryForm, status: int = 200) -> HttpResponse:
    actor, area = request.actor, str(pack.area_id)
    said = delivering.responses_to(pack)
    due = list(delivering.due_households(pack)[: AT_MOST + 1])
    heads = {one.pk: one for one in Person.objects.filter(pk__in=[home.head_id for home in due[:AT_MOST]])}
    persons = {row.person.uuid for row in said} | {head.uuid for head in heads.values()}
    looked("vacancies.view_releases", actor=actor, persons=sorted(persons), subject=pack)
    titles = _titles(pack)
    rows = Delivery.objects.filter(pack=pack).select_related("household").order_by("-on", "-pk")
    shown = {
        "pack": pack,
        "place": place_name(area),
        "month": texts.month_words(pack.release.period),
        "tone": TONES[PackStatus(pack.status)],
        "reached": delivering.reached_by([pack])[pack.pk],
        "deliveries": [(row, _what(row)) for row in rows],
        "said": [(row, name_for(row.person, actor), titles.get(row.vacancy, "")) for row in said],
        "due": [
            (home, name_for(heads[home.head_id], actor) if home.head_id in heads else "") for home in due[:AT_MOST]
        ],
        "has_more": len(due) > AT_MOST,
        "until": due_at_doors(clock.day_of(pack.release.issued_at)) if pack.release.issued_at else None,
        "form": form,
        "may_deliver": actor.may("vacancies.deliver", area) and pack.release.issued_at is not None,
        "may_close": pack.status == PackStatus.DELIVERED and actor.may("vacancies.close_answers", area),
    }
    return render(request, "vacancies/delivering/pack.html", shown, status=status)


def _titles(pack: Pack) -> dict[UUID, str]:
    rows = ReleaseLine.objects.filter(release=pack.release_id).values_list("vacancy", "facts")
    return {vacancy: json.loads(facts).get("title", "") for vacancy, facts in rows}


def _what(row: Delivery) -> str:
    """Which of the three deliveries it was, in words."""
    names = {"jobs": _("jobs"), "policies": _("policies"), "services": _("services")}
    return _(", ").join(word for key, word in names.items() if getattr(row, key))


def household_delivery(request: ActorRequest, household: UUID) -> HttpResponse:
    """The card of one household: what suits its people and what they say to it; recorded with the visit."""
    home = household_or_404(household)
    pack = delivering.pack_of(delivering.village_key(str(home.area_id)))
    if pack is None:
        return render(request, "vacancies/delivering/no_pack.html", {"household": home})
    actor = request.actor
    card = card_of(home, pack, actor.level_in(str(home.area_id)))
    looked("vacancies.deliver", actor=actor, persons=[one.person.uuid for one in card.people], subject=home)
    names = {one.person.pk: name_for(one.person, actor) for one in card.people}
    form = HouseholdDeliveryForm(typed(request), offered=_offered(card, names))
    if request.method == "POST" and form.is_valid():
        try:
            many = _keep(request, form, pack, home)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            words = ngettext("Recorded, with %(many)s answer.", "Recorded, with %(many)s answers.", many)
            messages.success(request, words % {"many": many})
            return redirect("vacancies:pack_delivery", pack.uuid)
    shown = {
        "pack": pack,
        "household": home,
        "place": place_name(str(home.area_id)),
        "month": texts.month_words(pack.release.period),
        "form": form,
        "people": [(one, names[one.person.pk], _rows(form, one)) for one in card.people],
        "leaflets": card.leaflets,
        "told": delivering.told(pack).get(home.pk),
    }
    return form_page(request, "vacancies/delivering/household.html", **shown)


def _offered(card: Card, names: dict[int, str]) -> list[tuple[UUID, str, list[tuple[UUID, str]]]]:
    return [
        (
            one.person.uuid,
            names[one.person.pk],
            [(line.posting.uuid, line.posting.title) for line, _why, _said in one.lines],
        )
        for one in card.people
    ]


def _rows(form: HouseholdDeliveryForm, one: Offered) -> list[tuple[Any, list[str], str, list[Any], str]]:
    """Each vacancy with reasons, the last answer, the fields for a new one, and where it is."""
    return [
        (
            line,
            why,
            said,
            form.fields_of(one.person.uuid, line.posting.uuid),
            texts.place_words(line.posting, line.reach),
        )
        for line, why, said in one.lines
    ]


def _keep(request: ActorRequest, form: HouseholdDeliveryForm, pack: Pack, home: Household) -> int:
    """The visit and the answers, all of it or nothing. Gives how many answered."""
    kept = form.cleaned_data
    told = {key: kept[key] for key in ("change_id", "way", "on", "jobs", "policies", "services", "questions")}
    answers = form.answers()
    with transaction.atomic():
        deliver(Told(pack=pack.uuid, household=home.uuid, **told), actor=request.actor)
        for number, person, vacancy, answer, words in answers:
            said = Said(number, pack.uuid, person, vacancy, answer, kept["on"], words)
            keep_response(said, actor=request.actor)
    return len(answers)
