"""Pages of calls: whom to call today, one call with its form, and the buttons of one tap."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.actions import recording
from gangqiao.followup.actions.recording import Heard
from gangqiao.followup.codes import LISTS
from gangqiao.followup.forms import HeardForm
from gangqiao.followup.models import Contact
from gangqiao.followup.reads import contacts as reads
from gangqiao.followup.showing import contacts as showing
from gangqiao.followup.showing.found import evidence_words
from gangqiao.followup.sources import many_words
from gangqiao.followup.states import OPEN
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.views.subjects import person_or_404

VIEW = "followup.view"


def contact_or_404(request: ActorRequest, uuid: UUID) -> Contact:
    """The call, as far as the reader may know of it."""
    found = reads.find(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def call_list(request: ActorRequest) -> HttpResponse:
    """Whom to call, the stale and the important first; who looked at whom is written down."""
    look, actor = request.GET.get("look", ""), request.actor
    asked = reads.Asked(look if look in reads.LOOKS else "", request.GET.get("area", "")[:40])
    page = reads.page_of(asked, actor, key_to_go_on(request) or 0)
    looked(VIEW, actor=actor, persons=reads.uuids_of(page.rows))
    here = reverse("followup:calls")
    shown = {
        "rows": showing.rows(page.rows, actor),
        "is_empty": not page.rows,
        "looks": [
            Link(words, f"{here}?{urlencode({k: v for k, v in (('look', key), ('area', asked.area)) if v})}",
                 key == asked.look, many_words(page.counts[key]))
            for key, words in look_words().items()
        ],
        "count": min(page.counts[asked.look], reads.MOST),
        "is_more": page.counts[asked.look] > reads.MOST,
        "look": asked.look,
        "columns": columns_of((_("Person"), _("Why"), _("When"), _("Phone"), _("What was said"))),
        "may_record": actor.may("followup.record"),
        "here": request.get_full_path(),
        **area_filter(asked.area, actor, VIEW, here, {"look": asked.look}),
        **pager_of(request, page.next),
    }  # fmt: skip
    return render(request, "followup/calls.html", shown)


def look_words() -> dict[str, str]:
    """What the tabs say."""
    return {
        "": pgettext("calls", "To call today"),
        "signals": pgettext("calls", "On signals"),
        "missed": pgettext("calls", "Not reached"),
        "later": pgettext("calls", "Later"),
        "done": pgettext("calls", "Spoken to"),
    }


def contact(request: ActorRequest, contact: UUID) -> HttpResponse:
    """One call."""
    return _page(request, contact_or_404(request, contact))


def _page(request: ActorRequest, found: Contact, form: HeardForm | None = None) -> HttpResponse:
    actor, area = request.actor, str(found.area_id)
    looked(VIEW, actor=actor, person=found.person)
    is_open = found.status in OPEN
    shown = {
        "contact": found,
        "row": showing.rows([found], actor)[0],
        "answers": showing.answers(found),
        "spell": found.spell,
        "evidence": evidence_words(found.spell),
        "form": form or HeardForm(),
        "is_open": is_open,
        "may_record": is_open and actor.may("followup.record", area),
        "may_drop": is_open and actor.may("followup.drop", area),
        "may_refuse": is_open and actor.may("followup.refuse", area),
        "may_see_person": actor.may("people.view", area),
        "drop_reasons": [(c, w) for c, w in LISTS["drop_reason"].choices() if c != "late"],
        "is_back": found.result == "returned" and actor.may("matching.offer", area),
    }
    return render(request, "followup/contact.html", shown, status=422 if form is not None and form.errors else 200)


def record(request: ActorRequest, contact: UUID) -> HttpResponse:
    """What was said, from the form."""
    found, form = contact_or_404(request, contact), HeardForm(request.POST)
    if done(
        request,
        form,
        lambda: recording.record(found.pk, form.heard(), actor=request.actor),
        _("Recorded."),
    ):
        return redirect("followup:contact", found.uuid)
    return _page(request, found, form)


def still(request: ActorRequest, contact: UUID) -> HttpResponse:
    """Still at work there, by one tap; `spoke_with` says from whom."""
    found = contact_or_404(request, contact)
    heard = Heard("still", spoke_with=request.POST.get("spoke_with", "self")[:8])
    pressed(request, lambda: recording.record(found.pk, heard, actor=request.actor), _("Recorded: still at work."))
    return _back(request)


def miss(request: ActorRequest, contact: UUID) -> HttpResponse:
    """Nobody was reached."""
    found = contact_or_404(request, contact)
    pressed(request, lambda: recording.miss(found.pk, actor=request.actor), _("Recorded. Try again another day."))
    return _back(request)


def drop(request: ActorRequest, contact: UUID) -> HttpResponse:
    """The call is not needed."""
    found, reason = contact_or_404(request, contact), request.POST.get("reason_code", "")[:8]
    pressed(request, lambda: recording.drop(found.pk, reason, actor=request.actor), _("Taken off the list."))
    return _back(request)


def ask(request: ActorRequest, person: UUID) -> HttpResponse:
    """Put a person on the list."""
    subject = person_or_404(person)
    pressed(request, lambda: recording.ask(subject.pk, actor=request.actor), _("Stands on the list of calls."))
    return redirect("people:person", subject.uuid)


def refuse(request: ActorRequest, person: UUID) -> HttpResponse:
    """The person wants no calls."""
    subject, words = person_or_404(person), request.POST.get("reason", "")[:200]
    pressed(
        request,
        lambda: recording.refuse(subject.pk, words, actor=request.actor),
        _("Recorded. Nobody calls any more, and nothing else changes for the person."),
    )
    return redirect("followup:calls")


def allow_again(request: ActorRequest, person: UUID) -> HttpResponse:
    """The person may be called again."""
    subject = person_or_404(person)
    pressed(request, lambda: recording.allow_again(subject.pk, actor=request.actor), _("Recorded."))
    return redirect("people:person", subject.uuid)


def _back(request: ActorRequest) -> Any:
    """To the list as the reader had it."""
    asked = request.POST.get("next", "")
    is_here = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return redirect(asked if is_here else "followup:calls")
