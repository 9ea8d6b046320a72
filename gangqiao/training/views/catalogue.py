"""Pages of training providers and of the catalogue of courses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import User
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.training.actions import courses as courses_actions
from gangqiao.training.actions import providers as actions
from gangqiao.training.codes import LISTS
from gangqiao.training.forms.catalogue import (
    AccountForm,
    CourseForm,
    ProviderForm,
    initial_of_course,
    initial_of_provider,
)
from gangqiao.training.models import Course, Provider
from gangqiao.training.reads import providers as reads
from gangqiao.training.reads.classes_seeing import providers_seen
from gangqiao.training.showing import catalogue as showing
from gangqiao.training.views.form_pages import act_by_form

WRITE = "training.write_course"


def provider_or_404(request: ActorRequest, uuid: UUID) -> Provider:
    """The provider, as far as the reader knows of it."""
    found = providers_seen(request.actor).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def way_to(found: Provider | None = None) -> tuple[Link, ...]:
    """The links that lead to a provider, or to the list."""
    links = [Link(_("Training providers"), reverse("training:providers"))]
    if found is not None:
        links.append(Link(found.name, reverse("training:provider", args=[found.uuid])))
    return tuple(links)


def providers(request: ActorRequest) -> HttpResponse:
    """Who may teach, whose licence runs out, who is barred."""
    given = request.GET.get
    known: dict[str, Any] = {"look": reads.LOOKS, "kind": LISTS["provider_kind"], "trade": PEOPLE["trade"]}
    asked = reads.Asked(**{key: value for key, values in known.items() if (value := given(key, "")) in values})
    rows = reads.listed(asked, request.actor)
    shown = {
        "rows": showing.provider_rows(rows),
        "count": len(rows),
        "is_empty": not rows,
        "looks": [Link(words, f"?look={key}", key == asked.look) for key, words in showing.look_words().items()],
        "asked": asked,
        "kinds": LISTS["provider_kind"].choices(),
        "trades": PEOPLE["trade"].choices(),
        "columns": columns_of([_("Provider"), _("Trades taught"), _("Place"), pgettext("training", "Licence")]),
        "may_list": request.actor.may("training.list_provider"),
    }
    return render(request, "training/providers.html", shown)


def provider(request: ActorRequest, provider: UUID) -> HttpResponse:
    """One provider: facts, licence, classes, accounts."""
    found = provider_or_404(request, provider)
    columns = columns_of([pgettext("training", "Class"), _("Trade"), _("Time"), _("Learners"), _("State")])
    return render(request, "training/provider.html", showing.provider_page(found, request.actor) | {"columns": columns})


def list_provider(request: ActorRequest) -> HttpResponse:
    """Put a provider on the list."""
    form = ProviderForm(request.POST or None, initial={"kind": "school"})
    made: list[Provider] = []

    def act() -> None:
        made.append(actions.list_provider(form.values(), actor=request.actor))

    return act_by_form(
        request,
        form,
        act,
        _("Listed."),
        title=_("List a training provider"),
        back=reverse("training:providers"),
        way=way_to(),
        to=lambda: reverse("training:provider", args=[made[0].uuid]),
    )


def correct_provider(request: ActorRequest, provider: UUID) -> HttpResponse:
    """Put a provider right."""
    found = provider_or_404(request, provider)
    form = ProviderForm(request.POST or None, initial=initial_of_provider(found))
    return act_by_form(
        request,
        form,
        lambda: actions.correct_provider(found.uuid, form.values(), actor=request.actor),
        _("Saved."),
        title=_("Correct: %(name)s") % {"name": found.name},
        back=reverse("training:provider", args=[found.uuid]),
        way=way_to(found),
    )


def bar_provider(request: ActorRequest, provider: UUID) -> HttpResponse:
    """Bar a provider, or admit it again, with a reason."""
    found = provider_or_404(request, provider)
    reason = request.POST.get("reason", "")
    act, said = (
        (actions.bar_provider, _("Barred. No class of it is approved, opened or begun any more."))
        if found.barred_on is None
        else (actions.admit_provider, _("Admitted again."))
    )
    pressed(request, lambda: act(found.uuid, reason, actor=request.actor), said)
    return redirect("training:provider", found.uuid)


@never_cache
def open_account(request: ActorRequest, provider: UUID) -> HttpResponse:
    """Give somebody of the provider an account; the one-time password is in this answer only."""
    found = provider_or_404(request, provider)
    form = AccountForm(request.POST or None)
    made: list[tuple[User, str]] = []

    def act() -> None:
        made.append(actions.open_account(found.uuid, **form.cleaned_data, actor=request.actor))

    if request.method == "POST" and done(request, form, act, _("The account is open.")):
        user, password = made[0]
        shown: dict[str, Any] = {"subject": user, "password": password, "way": way_to(found)}
        return render(request, "training/account_password.html", shown)
    shown = {
        "form": form,
        "form_title": _("Open an account"),
        "back": way_to(found)[-1].href,
        "way": way_to(found),
        "lead_words": _("The provider's people then see its own classes and their learners, and nothing else."),
    }
    return render(request, "training/form.html", shown, status=422 if form.is_bound and form.errors else 200)


def close_account(request: ActorRequest, provider: UUID) -> HttpResponse:
    """Shut a user of the provider out."""
    found = provider_or_404(request, provider)
    user = next((one for one in reads.users_of(found) if str(one.pk) == request.POST.get("user", "")), None)
    if user is None:
        raise Http404
    reason, key = request.POST.get("reason", ""), user.pk
    pressed(request, lambda: actions.close_account(found.uuid, key, reason, actor=request.actor), _("Shut out."))
    return redirect("training:provider", found.uuid)


# --- the catalogue ---------------------------------------------------------------------------------------------------


def courses(request: ActorRequest) -> HttpResponse:
    """The catalogue."""
    is_retired = request.GET.get("look", "") == "retired"
    rows = list(Course.objects.filter(retired_on__isnull=not is_retired).order_by("trade", "title", "pk"))
    shown = {
        "rows": showing.course_rows(rows),
        "count": len(rows),
        "is_empty": not rows,
        "looks": [
            Link(_("Offered"), "?look=", not is_retired),
            Link(pgettext("course", "Taken out"), "?look=retired", is_retired),
        ],
        "columns": columns_of(
            [
                pgettext("training", "Course"),
                _("Trade"),
                _("Skill level"),
                _("Class hours"),
                _("Ages"),
                _("Certificate"),
                "",
            ]
        ),
        "may_write": request.actor.may(WRITE),
        "may_retire": request.actor.may("training.retire_course"),
        "is_retired": is_retired,
    }
    return render(request, "training/courses.html", shown)


def write_course(request: ActorRequest, course: UUID | None = None) -> HttpResponse:
    """Write a course, or put one right."""
    found = Course.objects.filter(uuid=course).first() if course else None
    if course and found is None:
        raise Http404
    form = CourseForm(request.POST or None, initial=initial_of_course(found))
    return act_by_form(
        request,
        form,
        lambda: courses_actions.write_course(form.cleaned_data, actor=request.actor, uuid=course),
        _("Saved."),
        title=_("Write a course") if found is None else found.title,
        lead=_("Classes that are planned keep the hours they were planned with.") if found else "",
        back=reverse("training:courses"),
        way=(Link(_("Courses"), reverse("training:courses")),),
    )


def retire_course(request: ActorRequest, course: UUID) -> HttpResponse:
    """Take a course out of the catalogue, or offer it again."""
    found = Course.objects.filter(uuid=course).first()
    if found is None:
        raise Http404
    said = _("Taken out of the catalogue.") if found.retired_on is None else _("Offered again.")
    pressed(request, lambda: courses_actions.retire_course(found.uuid, actor=request.actor), said)
    return redirect("training:courses")
