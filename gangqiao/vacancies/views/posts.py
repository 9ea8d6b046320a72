"""Pages of vacancies: the list, one vacancy with its history, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.paging import key_to_go_on
from gangqiao.vacancies.actions import links, posts, posts_keeping, posts_seats
from gangqiao.vacancies.forms.posts import HiresForm, PostForm, initial_of_row
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads import posts as reads
from gangqiao.vacancies.reads.own_items import form_of
from gangqiao.vacancies.showing import posts as showing

View = Callable[..., HttpResponse]


def vacancy_or_404(uuid: UUID) -> Vacancy:
    """The vacancy, within the scope."""
    found: Vacancy | None = Vacancy.objects.select_related("employer", "area").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def vacancies(request: ActorRequest) -> HttpResponse:
    """The vacancies of the reader's area, department or own, by what is to be done with them."""
    given = request.GET.get
    look = given("look", "")
    asked = reads.Asked(look if look in reads.LOOKS else "", given("q", "").strip()[:40], given("area", "")[:40])
    after = given("after", "")
    page = reads.page_of(asked, key_to_go_on(request))
    return render(request, "vacancies/posts.html", showing.list_page(page, asked, request.actor, after))


def vacancy(request: ActorRequest, vacancy: UUID) -> HttpResponse:
    """One vacancy; who looked is written down, and shown to the office."""
    return _page(request, vacancy_or_404(vacancy))


def _page(request: ActorRequest, found: Any, hires: HiresForm | None = None) -> HttpResponse:
    shown = showing.page(found, request.actor)
    shown["hires_form"] = hires or HiresForm(initial={"number": 1, "before": found.hired})
    looked("vacancies.view", actor=request.actor, subject=found)
    return render(request, "vacancies/post.html", shown, status=422 if hires is not None else 200)


def correct(request: ActorRequest, vacancy: UUID) -> HttpResponse:
    """Change what is recorded."""
    found = vacancy_or_404(vacancy)
    form = PostForm(request.POST or None, initial=initial_of_row(found), own=form_of(found.unit))

    def act() -> None:
        revision = form.cleaned_data["revision"]
        posts.correct(found.pk, form.raw(), actor=request.actor, revision=revision, own=form.own_raw())

    if done(request, form, act, _("Saved.")):
        return redirect("vacancies:vacancy", found.uuid)
    shown = {"form": form, "vacancy": found, "back": reverse("vacancies:vacancy", args=[found.uuid])}
    return render(request, "vacancies/posts_correct.html", shown, status=422 if form.errors else 200)


def record_hires(request: ActorRequest, vacancy: UUID) -> HttpResponse:
    """So many were hired, or left before they started."""
    found, form = vacancy_or_404(vacancy), HiresForm(request.POST)

    def act() -> None:
        posts_seats.record_hires(found.pk, actor=request.actor, **form.cleaned_data)

    if done(request, form, act, _("Recorded.")):
        return redirect("vacancies:vacancy", found.uuid)
    return _page(request, found, form)


def _button(act: Callable[..., Any], said: Any, **words: str) -> View:
    """A view that takes one step. words: parameters of the act by the name under which they are posted."""

    def view(request: ActorRequest, vacancy: UUID) -> HttpResponse:
        found = vacancy_or_404(vacancy)
        more = {name: request.POST.get(sent, "")[:300] for name, sent in words.items()}
        pressed(request, lambda: act(found.pk, actor=request.actor, **more), said)
        return redirect("vacancies:vacancy", found.uuid)

    view.__name__, view.__doc__ = act.__name__, act.__doc__
    return view


submit = _button(posts.submit, gettext_lazy("Submitted. It waits to be verified."))
send_back = _button(posts_keeping.send_back, gettext_lazy("Returned."), reason="reason")
verify = _button(posts_keeping.verify, gettext_lazy("Verified. It waits to be published."))
publish = _button(posts_keeping.publish, gettext_lazy("Open: everybody sees it from now on."))
confirm = _button(posts_keeping.confirm, gettext_lazy("Confirmed today."), way="way")
pause = _button(posts_keeping.pause, gettext_lazy("Paused. Nobody sees it until it is confirmed."), note="reason")
fill = _button(posts_seats.fill, gettext_lazy("Marked as filled. Nobody sees it any more."))
open_seats = _button(posts_seats.open_seats, gettext_lazy("Open again."))
withdraw = _button(posts_keeping.withdraw, gettext_lazy("Withdrawn."), reason="reason_code", note="reason")
send_link = _button(links.send_link, gettext_lazy("The link goes out by SMS."))
