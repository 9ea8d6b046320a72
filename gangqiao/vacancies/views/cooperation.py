"""Pages of agreements with other areas and of the stations there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.files import FileGone, open_kept
from gangqiao.kernel.links import Link
from gangqiao.places.reads import path_names_of
from gangqiao.vacancies.actions import cooperation as actions
from gangqiao.vacancies.actions.employers import kind_of_file
from gangqiao.vacancies.forms.cooperation import AgreementForm, StationForm
from gangqiao.vacancies.models import Agreement, Station
from gangqiao.vacancies.policy.licences import Validity, validity
from gangqiao.vacancies.reads.partners import keys_of, vacancies_of
from gangqiao.vacancies.states import Status
from gangqiao.vacancies.views.cooperation_forms import columns, tabs
from gangqiao.vacancies.views.form_pages import act_by_form

VIEW, COOPERATE = "vacancies.view_cooperation", "vacancies.cooperate"
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
TONES = {Validity.NONE: "good", Validity.HOLDS: "good", Validity.ENDING: "warn", Validity.ENDED: "calm"}


def cooperation(request: ActorRequest) -> HttpResponse:
    """The agreements, the newest first, and the stations by place."""
    agreements: list[Any] = list(Agreement.objects.all())
    stations: list[Any] = list(Station.objects.select_related("agreement").order_by("closed_on", "place", "name"))
    names = path_names_of({row.place_id for row in (*agreements, *stations)})
    today = clock.today()
    shown = {
        "tabs": tabs("cooperation", request.actor),
        "agreements": [(a, "".join(names.get(a.place_id, ())), *_standing(a.valid_to, today)) for a in agreements],
        "agreement_columns": columns(
            _("Partner"), _("Partner's area"), _("Signed on"), _("Until before"), pgettext("agreement", "State")
        ),
        "stations": [(s, "".join(names.get(s.place_id, ())), s.closed_on and s.closed_on <= today) for s in stations],
        "station_columns": columns(
            _("Station"), pgettext("station", "Place"), pgettext("station", "Phone"),
            pgettext("station", "Staff"), _("Agreement"), pgettext("station", "State"),
        ),
        "may": request.actor.may(COOPERATE),
    }  # fmt: skip
    return render(request, "vacancies/cooperation.html", shown)


def _standing(ends: Any, today: Any) -> tuple[str, str]:
    """The state of an agreement in words, and its tone."""
    stands = validity(ends, today)
    words = {
        Validity.NONE: pgettext("agreement", "in force"),
        Validity.HOLDS: pgettext("agreement", "in force"),
        Validity.ENDING: _("ends soon"),
        Validity.ENDED: pgettext("agreement", "ended"),
    }
    return words[stands], TONES[stands]


def _way() -> tuple[Link, ...]:
    return (Link(_("Labour cooperation"), reverse("vacancies:cooperation")),)


def _agreement(uuid: UUID) -> Any:
    found = Agreement.objects.select_related("place").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def agreement(request: ActorRequest, agreement: UUID) -> HttpResponse:
    """One agreement: what was agreed, its stations, and the vacancies the partner sent."""
    found = _agreement(agreement)
    words, tone = _standing(found.valid_to, clock.today())
    may = request.actor.may(COOPERATE)
    shown = {
        "agreement": found,
        "place": "".join(path_names_of({found.place_id}).get(found.place_id, ())),
        "status": words,
        "tone": tone,
        "is_ended": validity(found.valid_to, clock.today()) is Validity.ENDED,
        "stations": list(found.stations.all()),
        "sent": [(one, Status(one.status).label) for one in vacancies_of(found)],
        "sent_columns": columns(
            pgettext("vacancies", "Post"), pgettext("vacancies", "Employer"), _("People wanted"), _("State"),
            numbers=(2,),
        ),
        "keys": keys_of(found),
        "key_columns": columns(
            pgettext("partner key", "Key"), pgettext("partner key", "Made"), _("Last used"), _("Vacancies that came"),
            pgettext("partner key", "State"), numbers=(3,),
        ),
        "may": may,
    }  # fmt: skip
    return render(request, "vacancies/agreement.html", shown)


def new_agreement(request: ActorRequest) -> HttpResponse:
    """Enter an agreement."""
    return _agreement_form(request, None)


def change_agreement(request: ActorRequest, agreement: UUID) -> HttpResponse:
    """Correct an agreement, or add its scan."""
    return _agreement_form(request, _agreement(agreement))


def _agreement_form(request: ActorRequest, found: Any) -> HttpResponse:
    initial = {key: getattr(found, key) for key in actions.AGREEMENT_FACTS} if found else None
    form = AgreementForm(request.POST or None, request.FILES or None, initial=initial)
    made: list[Agreement] = []

    def act() -> None:
        file = form.cleaned_data.get("file")
        content = file.read() if file else b""
        made.append(
            actions.keep_agreement(
                form.cleaned_data, agreement_id=found and found.pk, content=content, actor=request.actor
            )
        )

    return act_by_form(
        request,
        form,
        act,
        _("Saved."),
        title=_("Correct the agreement") if found else _("Enter an agreement"),
        back=reverse("vacancies:agreement", args=[found.uuid]) if found else reverse("vacancies:cooperation"),
        way=_way(),
        to=lambda: reverse("vacancies:agreement", args=[made[0].uuid]),
    )


def agreement_file(request: ActorRequest, agreement: UUID) -> HttpResponse:
    """The scan; who looked is written down."""
    found = _agreement(agreement)
    try:
        if not found.file:
            raise FileGone
        content = open_kept(found.file)
    except FileGone as gone:
        messages.error(request, str(gone))
        return redirect("vacancies:agreement", found.uuid)
    looked(VIEW, actor=request.actor, subject=found)
    kind = kind_of_file(content)
    answer = HttpResponse(content, content_type=TYPES.get(kind, "application/octet-stream"))
    answer["Content-Disposition"] = f'attachment; filename="agreement.{kind or "bin"}"'
    return answer


def _station(uuid: UUID) -> Any:
    found = Station.objects.select_related("place").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def new_station(request: ActorRequest) -> HttpResponse:
    """Enter a station; an agreement may be proposed by the address."""
    return _station_form(request, None)


def change_station(request: ActorRequest, station: UUID) -> HttpResponse:
    """Correct a station: another phone, other staff."""
    return _station_form(request, _station(station))


def _station_form(request: ActorRequest, found: Any) -> HttpResponse:
    initial = {key: getattr(found, key) for key in actions.STATION_FACTS} if found else {"opened_on": clock.today()}
    form = StationForm(request.POST or None, initial=initial)
    return act_by_form(
        request,
        form,
        lambda: actions.keep_station(form.cleaned_data, station_id=found and found.pk, actor=request.actor),
        _("Saved."),
        title=_("Correct the station") if found else _("Enter a station"),
        back=reverse("vacancies:cooperation"),
        way=_way(),
    )


def close_station(request: ActorRequest, station: UUID) -> HttpResponse:
    """Close a station today."""
    found = _station(station)
    pressed(request, lambda: actions.close_station(found.pk, actor=request.actor), _("Closed."))
    return redirect("vacancies:cooperation")
