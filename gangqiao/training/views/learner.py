"""The page of one learner in a class, and the buttons on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import done, pressed
from gangqiao.people.reads.masking import place_name
from gangqiao.training.actions import assessing, attending, certifying, enrolling
from gangqiao.training.actions.attending import whole_minutes
from gangqiao.training.certificates import in_groups
from gangqiao.training.codes import LISTS
from gangqiao.training.forms.learners import CorrectForm, PointsForm
from gangqiao.training.models import Enrolment
from gangqiao.training.reads import certificates
from gangqiao.training.reads import learners as reads
from gangqiao.training.reads.classes_seeing import reaches
from gangqiao.training.showing import learners as showing


def enrolment_or_404(request: ActorRequest, uuid: UUID) -> Enrolment:
    """The learner's place, if within the reader's reach."""
    found = reads.find(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def learner(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """One learner: how enrolled, what was signed, the certificate, and what can be done."""
    return _page(request, enrolment_or_404(request, enrolment))


def _page(request: ActorRequest, found: Enrolment, form: Any = None) -> HttpResponse:
    actor, held = request.actor, found.held
    looked(reads.VIEW, actor=actor, persons=[found.person_uuid])
    with reads.opened(held, actor):
        certificate = certificates.of_enrolment(found)
    shown = {
        "enrolment": found, "held": held, "today": clock.today(), "row": showing.rows([found], held, actor)[0],
        "place": place_name(str(found.area_id)),
        "sessions": [(one, signed, whole_minutes(one)) for one, signed in reads.attendance_of(found)],
        "online": reads.online_of(found), "certificate": certificate, "may": showing.may(found, held, actor),
        "number": in_groups(certificate.number) if certificate is not None else "",
        "kind": certificates.kind_words(certificate) if certificate is not None else "",
        "drop_reasons": list(LISTS["drop_reason"].choices()), "points": PointsForm(),
        "correct": form, "may_see_person": actor.may("people.view", str(found.area_id)),
        "may_print": reaches(actor, "training.print", held) or actor.may("training.print", str(found.area_id)),
        "source": LISTS["enrol_source"].word(found.source), "ways": dict(LISTS["sign_in_way"].choices()),
    }  # fmt: skip
    return render(request, "training/learner.html", shown, status=422 if form is not None and form.errors else 200)


def _press(request: ActorRequest, uuid: UUID, act: Callable[[UUID], Any], said: Any) -> HttpResponse:
    found = enrolment_or_404(request, uuid)
    pressed(request, lambda: act(found.uuid), said)
    return redirect("training:learner", found.uuid)


def _words(request: ActorRequest) -> str:
    return request.POST.get("reason", "")[:500]


def admit(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """Admit."""
    return _press(request, enrolment, lambda one: enrolling.admit(one, actor=request.actor), _("Admitted."))


def refuse(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """Do not admit, with a reason."""
    words = _words(request)
    return _press(request, enrolment, lambda one: enrolling.refuse(one, words, actor=request.actor), _("Recorded."))


def object_to(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """The learner objects: by one tap, without a reason."""
    words = _words(request)
    said = _("Off the list. Nobody is asked why, and it has no consequence.")
    return _press(request, enrolment, lambda one: enrolling.object_to(one, words, actor=request.actor), said)


def drop(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """The learner left."""
    reason = request.POST.get("reason_code", "")[:14]
    return _press(request, enrolment, lambda one: enrolling.drop(one, reason, actor=request.actor), _("Recorded."))


def pass_learner(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """Passed, with the score if one is given."""
    return _assess(request, enrolment, assessing.pass_learner, _("Passed."))


def fail_learner(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """Not passed."""
    return _assess(request, enrolment, assessing.fail_learner, _("Recorded."))


def _assess(request: ActorRequest, uuid: UUID, act: Callable[..., Any], said: Any) -> HttpResponse:
    form = PointsForm(request.POST)
    score = form.cleaned_data.get("score") if form.is_valid() else None
    return _press(request, uuid, lambda one: act(one, score, actor=request.actor), said)


def certify(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """Give the certificate."""
    said = _("The certificate is given, and the skill stands on the register.")
    return _press(request, enrolment, lambda one: certifying.certify(one, actor=request.actor), said)


def revoke(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """Take the certificate back."""
    words, said = _words(request), _("Taken back. Whoever verifies it is told so.")
    return _press(request, enrolment, lambda one: certifying.revoke(one, words, actor=request.actor), said)


def correct(request: ActorRequest, enrolment: UUID) -> HttpResponse:
    """Put attendance right, with a reason; the old row stays to be seen."""
    found, form = enrolment_or_404(request, enrolment), CorrectForm(request.POST)

    def act() -> None:
        given = form.cleaned_data
        attending.correct(found.uuid, given["session"], given["minutes"], given["reason"], actor=request.actor)

    if done(request, form, act, _("Corrected. The row before is kept.")):
        return redirect("training:learner", found.uuid)
    return _page(request, found, form)
