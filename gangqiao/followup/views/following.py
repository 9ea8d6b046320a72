"""Who is back and without work, what the calls found, the mix of evidence, and the lists that were matched."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.actions import evidence as acts
from gangqiao.followup.actions.matching_lists import match_list
from gangqiao.followup.codes import LISTS
from gangqiao.followup.forms import ListForm, ProofForm
from gangqiao.followup.reads import evidence, found, returned
from gangqiao.followup.refusals import NoWorkToProve
from gangqiao.followup.showing import found as showing
from gangqiao.followup.views.areas import area_filter, row_length
from gangqiao.followup.workbooks import MEGABYTES, read_list
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.buttons import done
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.people.reads.masking import name_for, place_name, place_names
from gangqiao.people.views.subjects import person_or_404
from gangqiao.sync.actions.blobs import MOST_BYTES

VIEW = "followup.view"
NAMES = 50


def returned_list(request: ActorRequest) -> HttpResponse:
    """Who came home, has no work, and has not said no to work; the newest first."""
    actor, area = request.actor, request.GET.get("area", "")[:40]
    spells, count, more = returned.page_of(area, key_to_go_on(request) or 0)
    looked(VIEW, actor=actor, persons=[spell.person.uuid for spell in spells])
    here = reverse("followup:returned")
    shown = {
        "rows": _back_home(spells, actor),
        "is_empty": not spells,
        "count": min(count, returned.MOST),
        "is_more": count > returned.MOST,
        "columns": columns_of((_("Person"), _("Back since"), _("Was at"), _("Wants next"), _("Next step"))),
        **area_filter(area, actor, VIEW, here, {}),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "followup/returned.html", shown)


def _back_home(spells: list[Any], actor: Actor) -> list[dict[str, Any]]:
    places = place_names({str(spell.area_id) for spell in spells})
    wants = dict(LISTS["wants_next"].choices())
    return [
        {
            "spell": spell, "person": spell.person, "name": name_for(spell.person, actor),
            "place": places.get(str(spell.area_id), ""),
            "wants": wants.get(spell.wants or "", _("not asked, or too long ago")),
            "may_offer": bool(spell.wants) and actor.may("matching.offer", str(spell.area_id)),
            "may_ask": actor.may("people.record_intention", str(spell.area_id)),
            "may_see": actor.may("people.view", str(spell.area_id)),
        }
        for spell in spells
    ]  # fmt: skip


def found_page(request: ActorRequest) -> HttpResponse:
    """What the calls at 30, 90 and 180 days found, by place or by employer, and the mix of evidence."""
    actor, by = request.actor, "employer" if request.GET.get("by") == "employer" else "area"
    rows = found.by_employer() if by == "employer" else found.by_area(row_length(actor, VIEW))
    here = reverse("followup:found")
    shown = {
        "rows": showing.rows(rows, by),
        "is_empty": not rows,
        "tabs": [Link(_("By place"), here, by == "area"), Link(_("By employer"), f"{here}?by=employer", by != "area")],
        "columns": showing.columns(by),
        "mix": showing.mix(found.evidence_mix()),
        "rates": showing.official_rates(),
    }
    return render(request, "followup/found.html", shown)


def found_people(request: ActorRequest) -> HttpResponse:
    """The people behind one number of the calls, or of a grade of evidence."""
    actor, given = request.actor, request.GET.get
    start = key_to_go_on(request) or 0
    title, rows = _behind(given("mark", ""), given("kind", ""), given("area", "")[:40], given("employer", "")[:100],
                          given("grade", ""))  # fmt: skip
    total, shown_rows = rows.count(), list(rows[start : start + NAMES])
    looked(VIEW, actor=actor, persons=[row.person.uuid for row in shown_rows])
    places = place_names({str(row.area_id) for row in shown_rows})
    shown = {
        "title": title,
        "rows": [
            {"person": row.person, "name": name_for(row.person, actor), "place": places.get(str(row.area_id), ""),
             "work": getattr(row, "employer", None) or getattr(row, "employer_name", "") or "",
             "state": showing.state_of(row), "may_see": actor.may("people.view", str(row.area_id))}
            for row in shown_rows
        ],
        "total": total,
        "columns": columns_of((_("Person"), _("Works at"), _("What was said"))),
        **pager_of(request, start + NAMES if start + NAMES < total else None),
    }  # fmt: skip
    return render(request, "followup/found_people.html", shown)


def _behind(mark: str, kind: str, area: str, employer: str, grade: str) -> tuple[str, Any]:
    if grade in PEOPLE_LISTS["evidence"]:
        return PEOPLE_LISTS["evidence"].word(grade), found.spells_with(grade)
    if mark not in {str(one) for one in found.MARKS} or kind not in found.KINDS:
        raise Http404
    words = f"{showing.kind_words()[kind]} \u00b7 " + _("%(n)d days at work") % {"n": int(mark)}
    where = employer or (place_name(area) if area else "")
    return f"{words} \u00b7 {where}" if where else words, found.people_of(int(mark), kind, area=area, employer=employer)


def prove(request: ActorRequest, person: UUID) -> HttpResponse:
    """Record a proof of somebody's work."""
    subject, actor, form = person_or_404(person), request.actor, ProofForm(request.POST or None, request.FILES or None)

    def act() -> None:
        spell, given = evidence.spell_of(subject), form.cleaned_data
        if spell is None:
            raise NoWorkToProve
        # One byte more than may be kept is enough to refuse it.
        picture = given["picture"].read(MOST_BYTES + 1) if given["picture"] else b""
        acts.prove(spell.pk, given["kind"], on=given["on"], words=given["words"], picture=picture, actor=actor)

    if request.method == "POST" and done(request, form, act, _("Kept. A weaker proof never lowers the grade.")):
        return redirect("people:person", subject.uuid)
    looked("followup.prove", actor=actor, person=subject)
    shown = {
        "form": form,
        "title": _("Evidence of the work"),
        "lead": f"{name_for(subject, actor)} \u00b7 {place_name(str(subject.area_id))}",
        "back": reverse("people:person", args=[subject.uuid]),
        "save": _("Keep it"),
    }
    return render(request, "followup/form.html", shown, status=422 if form.errors else 200)


def matches(request: ActorRequest) -> HttpResponse:
    """The lists that were matched, and the form that takes another one."""
    form = ListForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given = form.cleaned_data
        lines = read_list(given["file"].read(), given["file"].name)
        made.append(match_list(lines, kind=given["kind"], name=given["file"].name, month=given["month"],
                               actor=request.actor))  # fmt: skip

    made: list[Any] = []
    if request.method == "POST" and form.is_valid() and form.cleaned_data["file"].size > MEGABYTES * 2**20:
        form.add_error("file", _("The file is larger than %(n)d MB. Split it.") % {"n": MEGABYTES})
    elif request.method == "POST" and done(request, form, act, _("Matched.")):
        return redirect("followup:match", made[0].uuid)
    rows = evidence.matches()
    labels = (
        _("File"),
        _("Month"),
        _("Lines"),
        pgettext("evidence", "On the register"),
        _("At work then"),
        _("Evidence raised"),
        _("Another employer"),
    )
    shown = {"form": form, "rows": rows, "is_empty": not rows, "columns": columns_of(labels)}
    return render(request, "followup/matches.html", shown, status=422 if form.errors else 200)


def match(request: ActorRequest, data_match: UUID) -> HttpResponse:
    """One list: who was found in it."""
    found_match, actor = evidence.find_match(data_match), request.actor
    if found_match is None:
        raise Http404
    proofs, more = evidence.matched_in(found_match, key_to_go_on(request) or 0)
    looked("followup.match", actor=actor, persons=evidence.uuids_of(proofs))
    labels = (_("Person"), _("Employer on the list"), pgettext("evidence", "Grade"))
    shown = {
        "match": found_match,
        "rows": [
            (proof, name_for(proof.person, actor), place_name(str(proof.area_id)),
             actor.may("people.view", str(proof.area_id)))
            for proof in proofs
        ],
        "is_empty": not proofs,
        "columns": columns_of(labels),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "followup/match.html", shown)


def query(**asked: Any) -> str:
    """The part of an address after the question mark."""
    return urlencode({key: value for key, value in asked.items() if value})
