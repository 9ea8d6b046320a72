"""A vacancy in two minutes: paste the message or fill in the form, look it over, hand it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.reads.typed import find_place, places_called
from gangqiao.places.reads import full_name
from gangqiao.vacancies.actions import posts
from gangqiao.vacancies.actions.employers import list_employer
from gangqiao.vacancies.forms.posts import PasteForm, PostForm, initial_of_draft
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.pasting import read as read_message
from gangqiao.vacancies.pasting.own_items import read_own_items
from gangqiao.vacancies.reads import posts as reads
from gangqiao.vacancies.reads.own_items import Form, form_of
from gangqiao.vacancies.reads.rounds import units_of
from gangqiao.vacancies.refusals.posts import UnknownEmployer
from gangqiao.vacancies.showing.posts_reading import reading_shown


def draft(request: ActorRequest) -> HttpResponse:
    """Enter a vacancy: from a message, or by hand."""
    if request.method == "POST":
        return _read(request) if request.POST.get("act") == "read" else _save(request)
    if after := request.GET.get("after", ""):
        return _next_of_message(request, after)
    initial = _chosen_employer(request.GET.get("employer", ""))
    form = PostForm(initial=initial, employers=reads.employers_to_choose(), own=_own(request, initial.get("employer")))
    return _page(request, form, PasteForm())


def _own(request: ActorRequest, employer: Any) -> Form:
    """What the department asks beside the common facts: that which keeps the employer, else the reader's own."""
    try:
        return form_of(reads.find_employer(str(employer or "")).unit)
    except Refusal:
        return form_of(next(iter(units_of(request.actor)), ""))


def _read(request: ActorRequest) -> HttpResponse:
    paste = PasteForm(request.POST)
    if not paste.is_valid():
        form = PostForm(employers=reads.employers_to_choose(), own=_own(request, ""))
        return _page(request, form, paste, status=422)
    return _from_message(request, paste.cleaned_data["text"], 0)


def _next_of_message(request: ActorRequest, after: str) -> HttpResponse:
    """The next post of the message from which another one was just entered."""
    before = Vacancy.objects.filter(uuid=_uuid(after)).first()
    number = request.GET.get("post", "0")
    if before is None or not before.pasted:
        return redirect("vacancies:draft")
    return _from_message(request, before.pasted, int(number) if number.isdecimal() and len(number) < 3 else 0)


def _from_message(request: ActorRequest, text: str, number: int) -> HttpResponse:
    reading = read_message(text, today=clock.today(), find_place_key=_place_key)
    employers = reads.employers_to_choose()
    if reading.fees or number >= len(reading.drafts):
        paste = PasteForm(initial={"text": text})
        form = PostForm(employers=employers, own=_own(request, ""))
        return _page(request, form, paste, status=422, shown=reading_shown(reading, number))
    found = reading.drafts[number]
    initial = initial_of_draft(found) | {"pasted": text, "post": number}
    if initial.get("place") and not places_called(str(initial["place"])):
        initial["place"] = ""
    initial["place"] = _words_of_place(initial.get("place"))
    listed = _listed_name(initial["employer"])
    own = _own(request, listed)
    read_own = read_own_items(text, own.items)
    initial |= {"employer": listed or initial["employer"]} | {name: one.value for name, one in read_own.items()}
    form = PostForm(initial=initial, employers=employers, own=own)
    shown = reading_shown(reading, number, read_own.values())
    return _page(request, form, None, shown=shown, is_new_employer=not listed)


def _save(request: ActorRequest) -> HttpResponse:
    own = _own(request, request.POST.get("employer_code") or request.POST.get("employer"))
    form = PostForm(request.POST, employers=reads.employers_to_choose(), own=own)
    if form.is_valid():
        try:
            made = _enter(request, form)
        except (Refusal, Refusals) as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Submitted. It waits to be verified.") if made.status != "draft" else _("Saved.")
            )
            return _go_on(form, made)
    return _page(request, form, None, status=422)


def _enter(request: ActorRequest, form: PostForm) -> Vacancy:
    given = form.cleaned_data
    employer = _employer_of(request, form)
    act = posts.enter if request.POST.get("act") == "submit" else posts.draft
    return act(form.raw(), employer=employer, actor=request.actor, pasted=given["pasted"], own=form.own_raw())


def _employer_of(request: ActorRequest, form: PostForm) -> Employer:
    """Whom the reader chose, or whoever is listed on the way. Raises UnknownEmployer, SeveralEmployers, Refusals."""
    given = form.cleaned_data
    try:
        return reads.find_employer(given.get("employer_code") or given["employer"])
    except UnknownEmployer:
        if not given.get("employer_kind"):
            raise
    raw = {
        "name": given["employer"],
        "kind": given["employer_kind"],
        "credit_code": given.get("employer_code") or "",
        "place": given["place"],
        "contact_name": given.get("contact_name") or "",
        "contact_phone": given.get("contact_phone") or "",
    }
    return list_employer(raw, actor=request.actor)


def _go_on(form: PostForm, made: Vacancy) -> HttpResponse:
    """To the next post of the same message, or to the page of the one that was made."""
    text, number = form.cleaned_data["pasted"], (form.cleaned_data.get("post") or 0) + 1
    if text and number < len(read_message(text, today=clock.today()).drafts):
        return redirect(f"{reverse('vacancies:draft')}?after={made.uuid}&post={number}")
    return redirect("vacancies:vacancy", made.uuid)


def _page(
    request: ActorRequest,
    form: PostForm,
    paste: PasteForm | None,
    *,
    status: int = 200,
    shown: dict[str, Any] | None = None,
    is_new_employer: bool = False,
) -> HttpResponse:
    page: dict[str, Any] = {
        "form": form,
        "paste": paste,
        "is_new_employer": is_new_employer,
        "is_by_hand": bool(request.GET.get("employer")),
        "back": reverse("vacancies:vacancies"),
    }
    return render(request, "vacancies/posts_enter.html", page | (shown or {}), status=status)


def _chosen_employer(uuid: str) -> dict[str, Any]:
    """The employer named by the address, or the only one the reader has."""
    employers = reads.employers_to_choose(2)
    found: Any = Employer.objects.filter(uuid=_uuid(uuid)).first() if uuid else None
    found = found or (employers[0] if len(employers) == 1 else None)
    return {"employer": found.name, "place": _words_of_place(found.place_id)} if found else {}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _place_key(text: str) -> str | None:
    try:
        found = find_place(text, field="place")
    except Refusal:
        return None
    return str(found.pk) if found is not None else None


def _words_of_place(key: Any) -> str:
    """The names of a place that is known, from the province down; what was read when it is not clear which is meant."""
    found = _place_key(str(key or ""))
    return full_name(found) if found else str(key or "")


def _listed_name(name: str) -> str:
    """As the list calls it, maybe by a longer or shorter name; "" when it is not, or not clearly, on the list."""
    try:
        found: Any = reads.find_employer(name)
    except Refusal:
        return ""
    return str(found.name)
