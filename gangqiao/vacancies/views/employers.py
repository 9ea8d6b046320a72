"""Pages of employers: the list, one employer, and its forms. An employer's own user sees only its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.files import FileGone, open_kept
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import key_to_go_on
from gangqiao.people.forms.base import ActForm, initial_of
from gangqiao.vacancies.actions import employers as actions
from gangqiao.vacancies.actions.employers_counting import count_employer, record_call
from gangqiao.vacancies.attributes import EMPLOYER
from gangqiao.vacancies.codes import LISTS
from gangqiao.vacancies.forms.employers import CallForm, CorrectForm, CountForm, EmployerForm, VerifyForm
from gangqiao.vacancies.models import Employer
from gangqiao.vacancies.policy.collecting import DEPARTMENTS
from gangqiao.vacancies.policy.score import ASPECTS
from gangqiao.vacancies.reads import employers as reads
from gangqiao.vacancies.reads.rounds import units_of
from gangqiao.vacancies.showing import employers as showing
from gangqiao.vacancies.states import EmployerStatus
from gangqiao.vacancies.views.form_pages import form_page

VIEW = "vacancies.view_employers"
CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def employer_or_404(uuid: UUID) -> Employer:
    """The employer, within the scope."""
    found: Employer | None = Employer.objects.select_related("area", "place").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def way_to(employer: Employer | None = None) -> tuple[Link, ...]:
    """The links that lead to an employer, or to the list."""
    links = [Link(_("Employers"), reverse("vacancies:employers"))]
    if employer is not None:
        links.append(Link(str(employer), reverse("vacancies:employer", args=[employer.uuid])))
    return tuple(links)


def employers(request: ActorRequest) -> HttpResponse:
    """The employers of the reader's area, department or own, the newest first."""
    asked = _asked(request)
    after = request.GET.get("after", "")
    page = reads.page_of(asked, key_to_go_on(request))
    return render(request, "vacancies/employers.html", showing.list_page(page, asked, request.actor, after))


def _asked(request: ActorRequest) -> reads.Asked:
    """What the address asks for; what it does not know is left out."""
    given = request.GET.get
    known = {
        "status": EmployerStatus.values,
        "kind": list(LISTS["employer_kind"]),
        "look": list(reads.LOOKS),
        "area": [area.key for area in showing.areas_below(request.actor)],
    }
    chosen = {key: value for key, values in known.items() if (value := given(key, "")) in values}
    return reads.Asked(text=given("q", "").strip()[:40], **chosen)


def new(request: ActorRequest) -> HttpResponse:
    """List an employer. A department's form proposes what it usually lists."""
    form = EmployerForm(request.POST or None, initial=_proposed(request.actor))
    made: list[Employer] = []

    def act() -> None:
        made.append(actions.list_employer(form.raw(), actor=request.actor))

    if done(request, form, act, _("Listed. Verify it before anybody is sent there.")):
        return redirect("vacancies:employer", made[0].uuid)
    return form_page(
        request,
        form,
        title=_("List an employer"),
        back=reverse("vacancies:employers"),
        way=way_to(),
        lead=_asks(request),
    )


def _proposed(actor: Actor) -> dict[str, Any]:
    department = next((DEPARTMENTS[code] for code in units_of(actor) if code in DEPARTMENTS), None)
    return {"kind": department.kind, "sector": department.sector} if department else {}


def _asks(request: ActorRequest) -> str:
    """What the reader's department asks about; "" for everybody else."""
    language = getattr(request, "LANGUAGE_CODE", "zh-hans")
    return next((DEPARTMENTS[c].words(language) for c in units_of(request.actor) if c in DEPARTMENTS), "")


def employer(request: ActorRequest, employer: UUID) -> HttpResponse:
    """One employer: facts, figures over time, what workers found, its vacancies, evidence, history."""
    return render(request, "vacancies/employer.html", showing.page(employer_or_404(employer), request.actor))


def own(request: ActorRequest) -> HttpResponse:
    """The page of the reader's own employer; whoever is none is led to the list."""
    found = reads.own_of(request.actor)
    if len(found) == 1:
        return redirect("vacancies:employer", found[0].uuid)
    return redirect("vacancies:employers")


def correct(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Correct what is recorded."""
    found = employer_or_404(employer)
    form = CorrectForm(request.POST or None, initial=initial_of(EMPLOYER, found))
    said = _("Saved.")
    return _act_by_form(
        request,
        found,
        form,
        lambda: actions.correct_employer(found.pk, form.raw(), actor=request.actor),
        said,
        title=_("Correct the employer"),
    )


def count(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Record how many it employs and wants."""
    found = employer_or_404(employer)
    form = CountForm(request.POST or None, initial={key: getattr(found, key) for key in actions.COUNTED})
    return _act_by_form(
        request,
        found,
        form,
        lambda: count_employer(found.pk, form.raw(), on=form.cleaned_data["on"], actor=request.actor),
        _("Recorded. Earlier figures are kept."),
        title=_("People employed and wanted"),
    )


def verify(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Verify it, with the evidence."""
    found = employer_or_404(employer)
    form = VerifyForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given, file = form.cleaned_data, form.cleaned_data.get("file")
        actions.verify_employer(
            found.pk,
            given["evidence"],
            on=given["on"],
            content=file.read() if file else b"",
            note=given["note"],
            actor=request.actor,
        )

    return _act_by_form(request, found, form, act, _("Verified."), title=_("Verify the employer"))


def call(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Record what somebody found there in their first weeks."""
    found = employer_or_404(employer)
    form = CallForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        answers = {aspect: given[aspect] for aspect in ASPECTS}
        record_call(found.pk, answers, on=given["on"], words=given["words"], actor=request.actor)

    title, said = _("Was found what was promised?"), _("Recorded. Nobody's name stands in it.")
    return _act_by_form(request, found, form, act, said, title=title)


def _press(request: ActorRequest, uuid: UUID, act: Callable[..., Any], said: str, *words: str) -> HttpResponse:
    found = employer_or_404(uuid)
    pressed(request, lambda: act(found.pk, *words, actor=request.actor), said)
    return redirect("vacancies:employer", found.uuid)


def bar(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Nobody is sent there any more."""
    return _press(request, employer, actions.bar_employer, _("Barred."), request.POST.get("reason", ""))


def close(request: ActorRequest, employer: UUID) -> HttpResponse:
    """It is no longer there."""
    return _press(
        request, employer, actions.close_employer, _("Closed: it leaves the lists."), request.POST.get("reason", "")
    )


def reopen(request: ActorRequest, employer: UUID) -> HttpResponse:
    """It is there after all."""
    return _press(request, employer, actions.reopen_employer, _("Reopened. Verify it anew."))


def evidence(request: ActorRequest, employer: UUID) -> HttpResponse:
    """The scan it was verified with; who looked is written down."""
    found = employer_or_404(employer)
    try:
        if not found.evidence_file:
            raise FileGone
        content = open_kept(found.evidence_file)
    except FileGone as gone:
        messages.error(request, str(gone))
        return redirect("vacancies:employer", found.uuid)
    looked(VIEW, actor=request.actor, subject=found)
    kind = actions.kind_of_file(content)
    answer = HttpResponse(content, content_type=CONTENT_TYPES.get(kind, "application/octet-stream"))
    answer["Content-Disposition"] = f'attachment; filename="evidence.{kind or "bin"}"'
    return answer


def _act_by_form(
    request: ActorRequest, found: Employer, form: ActForm, act: Callable[[], Any], said: str, *, title: str
) -> HttpResponse:
    """A form about one employer, which leads back to its page."""
    back = reverse("vacancies:employer", args=[found.uuid])
    if done(request, form, act, said):
        return redirect(back)
    return form_page(request, form, title=title, back=back, way=way_to(found))
