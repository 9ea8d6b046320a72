"""Public notices for those who put them up: what waits, drafts, what is up, what is over; one notice, its papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.subsidies.actions import notices as acts
from gangqiao.subsidies.actions import objecting
from gangqiao.subsidies.forms.notices import DraftForm
from gangqiao.subsidies.models import Claim, Notice, NoticeLine
from gangqiao.subsidies.papers.notice import notice_of, notice_pdf, notice_xlsx
from gangqiao.subsidies.reads import notices as reads
from gangqiao.subsidies.refusals_notices import NoticeChanged, NoticeNotUp
from gangqiao.subsidies.showing import notices as showing
from gangqiao.subsidies.states import NoticeStatus

VIEW, PRINT = "subsidies.view_notices", "subsidies.print"
PAGE = 50
PAPERS = (NoticeStatus.PUBLISHED, NoticeStatus.OVER)  # what is printed
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def notice_list(request: ActorRequest) -> HttpResponse:
    """What waits to be put up, and the notices by their state."""
    actor, look = request.actor, request.GET.get("look", "")
    look = look if look in NoticeStatus.values else ""
    every = reads.visible(actor)
    rows = every.filter(status=look) if look else every.filter(status__in=["draft", "published"])
    after = key_to_go_on(request)
    found = list((rows.filter(pk__lt=after) if after else rows).order_by("-pk")[: PAGE + 1])
    here, more = reverse("subsidies:notices"), found[PAGE - 1].pk if len(found) > PAGE else None
    labels = {"": pgettext("public notice", "Under way")} | {s.value: s.label for s in NoticeStatus}
    shown = {
        "waiting": showing.waiting_rows(reads.waiting() if not look else [], actor),
        "waiting_columns": columns_of(_waiting_heads()),
        "rows": showing.rows(found[:PAGE]),
        "is_empty": not found,
        "columns": columns_of(_heads()),
        "looks": [Link(words, f"{here}?look={key}" if key else here, key == look) for key, words in labels.items()],
        **pager_of(request, more),
    }
    return render(request, "subsidies/notices.html", shown)


def _waiting_heads() -> tuple[Any, ...]:
    subsidy = pgettext("public notice", "Subsidy")
    return (_("Place"), subsidy, pgettext("public notice", "Claims"), pgettext("public notice", "Put up by"), _("Act"))


def _heads() -> tuple[Any, ...]:
    number, subsidy = pgettext("public notice", "Number"), pgettext("public notice", "Subsidy")
    return (number, _("Place"), subsidy, _("State"), pgettext("public notice", "Days"))


def draft(request: ActorRequest) -> HttpResponse:
    """Draft the notice of one heap of waiting claims."""
    form, made = DraftForm(request.POST), []
    if not form.is_valid():
        messages.error(request, _("Give the telephone for objections."))
        return redirect("subsidies:notices")
    given = form.cleaned_data

    def act() -> None:
        heap = given["stage"], given["programme"], given["area"]
        rows = reads.to_publish(*heap)
        made.append(acts.draft(heap[0], heap[2], heap[1], rows, given["phone"], actor=request.actor))

    if pressed(request, act, _("Drafted. A colleague looks at it and approves it.")):
        return redirect("subsidies:notice", made[0].uuid)
    return redirect("subsidies:notices")


def notice(request: ActorRequest, claim_notice: UUID) -> HttpResponse:
    """One notice: what everybody sees of it, and what the reader may do."""
    found, actor = _or_404(request, claim_notice), request.actor
    lines = reads.lines_of(found)
    looked(VIEW, actor=actor, persons=_persons(lines), subject=found)
    is_whole = reads.is_whole(found, actor)
    shown = {
        "notice": found, "told": notice_of(found, []), "code": reads.code_of(found),
        "rows": showing.line_rows(found, lines, actor), "status": NoticeStatus(found.status).label,
        "tone": showing.TONES[NoticeStatus(found.status)], "left": showing.left_words(found),
        "columns": [*columns_of(notice_of(found, [])["columns"]), {"label": _("State")}],
        "may": showing.acts_of(found, actor), "is_up": reads.is_up(found, clock.today()),
        "is_broken": found.status == NoticeStatus.PUBLISHED and is_whole and not reads.is_true(found, lines),
        "is_whole": is_whole, "may_print": is_whole and actor.may(PRINT, str(found.area_id)) and found.status in PAPERS,
    }  # fmt: skip
    return render(request, "subsidies/notice.html", shown)


def approve(request: ActorRequest, claim_notice: UUID) -> HttpResponse:
    """Put a draft up."""
    found, told = _or_404(request, claim_notice), []

    def act() -> None:
        told.append(acts.approve_and_tell(found, actor=request.actor))

    if pressed(request, act, _("Published from today. Print the sheet and put it up.")):
        for code, why in told[0].left_out:
            messages.warning(request, _("Claim %(code)s was left out: %(why)s") % {"code": code, "why": why})
    return redirect("subsidies:notice", found.uuid)


def end(request: ActorRequest, claim_notice: UUID) -> HttpResponse:
    """End a publicity whose days are over."""
    found = _or_404(request, claim_notice)
    pressed(request, lambda: acts.end(found, actor=request.actor), _("Ended. Take the sheet off the board."))
    return redirect("subsidies:notice", found.uuid)


def take_down(request: ActorRequest, claim_notice: UUID) -> HttpResponse:
    """Take a notice down, with a reason."""
    found, note = _or_404(request, claim_notice), request.POST.get("reason", "")[:200]
    said = _("Taken down. The claims that were published by it were sent back.")
    pressed(request, lambda: acts.take_down(found, note, actor=request.actor), said)
    return redirect("subsidies:notice", found.uuid)


def object_to(request: ActorRequest, claim: UUID) -> HttpResponse:
    """Take an objection to a line down, while it is published."""
    found: Any = Claim.objects.select_related("notice").filter(uuid=claim).first()
    if found is None:
        raise Http404
    words, who = request.POST.get("reason", "")[:1000], request.POST.get("by_words", "")[:100]
    said = _("Taken down. It holds back this claim alone, until it is answered.")
    pressed(request, lambda: objecting.take(found, words, who, actor=request.actor), said)
    if found.notice is None:
        return redirect("subsidies:notices")
    return redirect("subsidies:notice", found.notice.uuid)


@never_cache
def print_notice(request: ActorRequest, claim_notice: UUID, form: str) -> HttpResponse:
    """The sheet for the board, as PDF or as a workbook: only what was approved, and only while it is unchanged."""
    found, actor = _or_404(request, claim_notice), request.actor
    if form not in TYPES:
        raise Http404
    lines = reads.lines_of(found)
    # A part of the lines would be taken for the whole sheet.
    if actor.level_in(str(found.area_id)) < Level.PERSONAL or not reads.is_whole(found, actor):
        raise Http404
    looked(PRINT, actor=actor, persons=_persons(lines), subject=found)
    try:
        if found.status not in PAPERS:
            raise NoticeNotUp
        if not reads.is_true(found, lines):
            raise NoticeChanged(found.number)
        up = found.status == NoticeStatus.PUBLISHED
        stand = [line for line in lines if (reads.stands(line, found) if up else not line.taken_off)]
        content = (notice_pdf if form == "pdf" else notice_xlsx)(found, stand, actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("subsidies:notice", found.uuid)
    answer = HttpResponse(content, content_type=TYPES[form])
    name = f"{_('Public notice')} {found.number}.{form}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Cache-Control"] = "no-store, private"
    return answer


def _or_404(request: ActorRequest, uuid: UUID) -> Notice:
    found = reads.find(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def _persons(lines: list[NoticeLine]) -> list[UUID]:
    return [line.person_uuid for line in lines if line.person_uuid is not None]
