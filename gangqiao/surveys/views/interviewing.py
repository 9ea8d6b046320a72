"""One household: its page, the form for what stands on paper, handing it in, and the review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.actor import Level
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.people.views.subjects import form_page, say_refusal, typed
from gangqiao.surveys import actions, showing
from gangqiao.surveys.forms import HouseholdSheetForm, NewcomerForm, PersonSheetForm, SubmitForm
from gangqiao.surveys.models import AnswerSheet, Difference, Remark, Task
from gangqiao.surveys.reads import facts, worklist
from gangqiao.surveys.states import AT_VILLAGE, Outcome, Status
from gangqiao.surveys.views.pictures import pictures_of
from gangqiao.surveys.views.subjects import task_or_404


def household(request: ActorRequest, task: UUID) -> HttpResponse:
    """The household with its members: who is asked already, what is missing, remarks, and what can be done now."""
    found = task_or_404(task)
    living = facts.members(found.household)
    looked("surveys.view", actor=request.actor, persons=[p.uuid for p in living], subject=found)
    return render(request, "surveys/household.html", _shown(request, found, living, SubmitForm()))


def _shown(request: ActorRequest, found: Task, living: list[Person], form: SubmitForm) -> dict[str, Any]:
    actor, area = request.actor, found.area_id
    sheets = {s.person_id: s for s in AnswerSheet.objects.filter(task=found, latest=True).select_related("questions")}
    words = worklist.labels(found.campaign, get_language() or "zh")
    is_at_village = found.status in AT_VILLAGE and found.campaign.is_open
    may_collect = is_at_village and actor.may("surveys.collect", area)
    is_open = found.campaign.is_open
    differing: dict[int | None, list[str]] = {}
    for whom, key in Difference.objects.filter(task=found, choice="").order_by("pk").values_list("person", "key"):
        differing.setdefault(whom, []).append(words.get(key, key))
    rows = [_row(found, None, sheets.get(None), words, "", differing)]
    rows += [_row(found, p, sheets.get(p.pk), words, name_for(p, actor), differing) for p in living]
    remarks = Remark.objects.filter(task=found).select_related("person").order_by("answered_at", "pk")
    return {
        "task": found,
        "place": place_name(area),
        "status": Status(found.status).label,
        "tone": showing.TONES[Status(found.status)],
        "outcome": Outcome(found.outcome).label if found.outcome else "",
        "rows": rows,
        "remarks": [(r, words.get(r.key, ""), name_for(r.person, actor) if r.person else "") for r in remarks],
        "may_collect": may_collect,
        "may_submit": is_at_village and actor.may("surveys.submit", area),
        "may_accept": is_open and found.status == Status.SUBMITTED and actor.may("surveys.accept", area),
        "may_send_back": is_open
        and found.status in (Status.SUBMITTED, Status.ACCEPTED)
        and actor.may("surveys.send_back", area),
        "may_settle": bool(differing) and actor.may("surveys.settle", area),
        "pictures": pictures_of(found, actor),
        "form": form,
        "back_href": showing.address("work", found.campaign, area),
    }


def _row(
    found: Task,
    person: Person | None,
    sheet: AnswerSheet | None,
    words: dict[str, str],
    name: str,
    differing: dict[int | None, list[str]],
) -> Any:
    """What the page says about the household or one member."""
    href = (
        reverse("surveys:ask", args=[found.uuid, person.uuid])
        if person
        else reverse("surveys:ask_household", args=[found.uuid])
    )
    return {
        "name": name or _("The household"),
        "person": person,
        "href": href,
        "sheet": sheet,
        "missing": [words.get(key, key) for key in sheet.missing] if sheet else [],
        "held_back": differing.get(person.pk if person else None, []),
        "apart": facts.left_apart(sheet, found.campaign.questions) if sheet and found.campaign.questions else {},
        "keys": [(q.key, words[q.key]) for q in _questions(found, person)],
    }


def _questions(found: Task, person: Person | None) -> Any:
    version = found.campaign.questions
    return version.sheet.section("person" if person else "household").questions if version else ()


def ask_household(request: ActorRequest, task: UUID) -> HttpResponse:
    """The questions about the household."""
    found = task_or_404(task)
    version, level = _version(found), request.actor.level_in(found.area_id)
    known = facts.household_values(found.household) | facts.survey_values(found.household, None, version)
    form = HouseholdSheetForm(version, known, level, typed(request), is_read=found.notice_version > 0)
    return _ask(request, found, form, _("The household"), None)


def ask(request: ActorRequest, task: UUID, member: UUID) -> HttpResponse:
    """The questions about one member."""
    found = task_or_404(task)
    person = Person.objects.filter(uuid=member, household=found.household).first()
    if person is None or not person.is_live:
        raise Http404
    looked("surveys.collect", actor=request.actor, person=person)
    version, level = _version(found), request.actor.level_in(found.area_id)
    known = facts.survey_values(found.household, person, version) | facts.person_values(person)
    form = PersonSheetForm(version, known, level, typed(request), has_id=bool(person.id_index))
    return _ask(request, found, form, name_for(person, request.actor), person)


def ask_newcomer(request: ActorRequest, task: UUID) -> HttpResponse:
    """The questions about somebody who is not on the register yet."""
    found = task_or_404(task)
    form = NewcomerForm(_version(found), {}, Level.PUBLIC, typed(request))
    return _ask(request, found, form, _("Somebody not on the register"), None, is_new=True)


def _version(found: Task) -> Any:
    if found.campaign.questions is None:
        raise Http404
    return found.campaign.questions


def _ask(
    request: ActorRequest, found: Task, form: Any, title: str, person: Person | None, *, is_new: bool = False
) -> HttpResponse:
    back = reverse("surveys:household", args=[found.uuid])
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        newcomer = {"relation": cleaned["relation"], "id_exception": cleaned["id_exception"]} if is_new else None
        change = actions.Change(
            change_id=cleaned["change_id"],
            task=found.uuid,
            person=person.uuid if person else None,
            answers=form.answers(),
            base={} if is_new else form.seen_values(),
            questions=found.campaign.questions.digest if found.campaign.questions else "",
            notice_version=found.campaign.notice_version if cleaned.get("notice_read") else found.notice_version,
            newcomer=newcomer,
        )
        try:
            sheet = actions.apply_answers(change, actor=request.actor)
        except (Refusal, Refusals) as refusal:
            form.refuse(refusal)
        else:
            if sheet.held_back:
                messages.warning(
                    request, _("Saved. Somebody changed some items meanwhile: they were left as they are.")
                )
            else:
                messages.success(request, _("Saved."))
            return redirect(_next(found, person) if request.POST.get("next") else back)
    shown = {"form": form, "title": title, "task": found, "back_href": back, "place": place_name(found.area_id)}
    return form_page(request, "surveys/ask.html", **shown)


def _next(found: Task, person: Person | None) -> str:
    """The next member without answers; the household's page when there is none."""
    absent = worklist.not_asked([found]).get(found.pk, [])
    if absent:
        return reverse("surveys:ask", args=[found.uuid, absent[0].uuid])
    return reverse("surveys:household", args=[found.uuid])


def submit(request: ActorRequest, task: UUID) -> HttpResponse:
    """Hand the household in."""
    found = task_or_404(task)
    form = SubmitForm(request.POST)
    if form.is_valid():
        given = {**form.cleaned_data, "visits": form.cleaned_data["visits"] or 0}
        try:
            actions.submit(found.pk, actor=request.actor, **given)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Submitted. The township looks through it."))
            return redirect(showing.address("work", found.campaign, found.area_id))
    living = facts.members(found.household)
    looked("surveys.view", actor=request.actor, persons=[p.uuid for p in living], subject=found)
    return render(request, "surveys/household.html", _shown(request, found, living, form), status=422)


def accept(request: ActorRequest, task: UUID) -> HttpResponse:
    """Accept it, and on to the next one that waits."""
    found = task_or_404(task)
    try:
        actions.accept(found.pk, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("surveys:household", found.uuid)
    messages.success(request, _("Accepted."))
    return redirect(showing.address("work", found.campaign, found.area_id, part="submitted"))


def send_back(request: ActorRequest, task: UUID) -> HttpResponse:
    """Return it, with a remark for each item that was named."""
    found = task_or_404(task)
    remarks = []
    people = {str(p.uuid): p for p in facts.members(found.household)}
    for number in range(5):
        whom, _bar, key = request.POST.get(f"item{number}", "").partition("|")
        words = request.POST.get(f"words{number}", "")
        if words.strip():
            remarks.append((people[whom].uuid if whom in people else None, key[:60], words))
    try:
        actions.send_back(found.pk, reason=request.POST.get("reason", ""), remarks=remarks, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("Returned to the village."))
    return redirect("surveys:household", found.uuid)
