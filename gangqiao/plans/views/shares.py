"""The versions of the shares: read, made by rule, changed by hand, issued, taken note of, compared, taken out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import Buttons
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.plans import actions
from gangqiao.plans.forms import DraftForm
from gangqiao.plans.models import Cascade
from gangqiao.plans.reads import current_plan, current_targets, version_in_force
from gangqiao.plans.shares.comparing import changed_shares
from gangqiao.plans.shares.in_force import cells_of, draft, issued, units_to_acknowledge, versions
from gangqiao.plans.shares.spreading import spread
from gangqiao.plans.showing.shares import Shares, course_words, read_cells, rule_words, shares_shown
from gangqiao.plans.showing.workbook import workbook as made_workbook
from gangqiao.plans.states import ShareStatus
from gangqiao.plans.views import tabs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 12


def shares(request: ActorRequest) -> HttpResponse:
    """The shares in force; while none are, the draft for those who work on it, and how a draft is made."""
    found = issued() or (draft() if _may_see_drafts(request) else None)
    if found is not None:
        return _page(request, found)
    shown = {
        "form": _draft_form(request),
        "version": version_in_force(),
        "tabs": tabs(request, "shares"),
    }
    return render(request, "plans/no_shares.html", shown)


def shares_version(request: ActorRequest, cascade: UUID) -> HttpResponse:
    """One version, whatever became of it. A draft is shown to those who make and issue it."""
    return _page(request, _cascade_or_404(request, cascade))


def _page(request: ActorRequest, found: Cascade) -> HttpResponse:
    seen, actor = shares_shown(found, request.actor), request.actor
    target = next((t for t in seen.targets if t.id == request.GET.get("target")), None)
    is_draft = found.status == ShareStatus.DRAFT
    shown = {
        **_common(request, found, seen),
        "target": target,
        "target_words": target.words.in_language(get_language()) if target else "",
        "table": seen.by_month(target) if target else seen.by_target(),
        "parts": _parts(found, seen, target.id if target else "", "plans:shares_version"),
        "may_change": is_draft and actor.may("plans.share"),
        "may_drop": is_draft and actor.may("plans.drop_shares"),
        "may_issue": is_draft and actor.may("plans.issue_shares") and found.made_by_id != actor.user_id,
        "waits_for_others": is_draft and found.made_by_id == actor.user_id,
        "to_note": units_to_acknowledge(actor, found),
        "form": _draft_form(request),
        "draft": draft() if _may_see_drafts(request) and not is_draft else None,
        "lines": [_("Made by"), _("Checked by"), _("Approved by")],
    }
    return render(request, "plans/shares.html", shown)


def _common(request: ActorRequest, found: Cascade, seen: Shares) -> dict[str, Any]:
    return {
        "cascade": found,
        "state": found.get_status_display(),
        "rule": rule_words(found),
        "course": course_words(found),
        "seen": seen,
        "faults": seen.faults[:FAULTS_SHOWN],
        "more_faults": max(len(seen.faults) - FAULTS_SHOWN, 0),
        "tabs": tabs(request, "shares"),
    }


def _parts(found: Cascade, seen: Shares, here: str, name: str) -> list[Link]:
    """All targets side by side, and the months of each that is counted in persons or percent."""
    base = reverse(name, args=[found.uuid])
    every = [Link(_("All targets"), base, not here)]
    return every + [Link(t.id, f"{base}?target={t.id}", t.id == here) for t in seen.targets]


def make(request: ActorRequest) -> HttpResponse:
    """Make a draft by rule."""
    form = _draft_form(request, request.POST)
    if form is None:
        messages.error(request, _("There is a draft already. Change that one, or drop it and make a new one."))
        return redirect("plans:shares")
    if not form.is_valid():
        return render(request, "plans/no_shares.html", {"form": form, "version": True, "tabs": tabs(request, "shares")})
    try:
        made = actions.make_draft(**form.cleaned_data, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("plans:shares")
    messages.success(request, _("The draft is made. Look through it; a second person issues it."))
    return redirect("plans:shares_version", made.uuid)


def change(request: ActorRequest, cascade: UUID) -> HttpResponse:
    """The same tables with entries. Sums and nesting are told at once: by script while writing, else after saving."""
    found = _cascade_or_404(request, cascade)
    if found.status != ShareStatus.DRAFT:
        messages.error(request, _("Only a draft is changed. Make a new one from the version in force."))
        return redirect("plans:shares_version", found.uuid)
    written, wrong = read_cells(request.POST) if request.method == "POST" else ({}, [])
    if request.headers.get("HX-Request") and request.method == "POST":
        return _checked(request, found, written, wrong)
    if request.method == "POST" and not wrong:
        return _saved(request, found, written)
    if wrong:
        messages.error(request, _("These are no whole numbers: %(texts)s.") % {"texts": ", ".join(wrong[:5])})
    seen = shares_shown(found, request.actor, cells_of(found) | written)
    target = next((t for t in seen.targets if t.id == request.GET.get("target")), None)
    shown = {
        **_common(request, found, seen),
        "target": target,
        "target_words": target.words.in_language(get_language()) if target else "",
        "table": seen.by_month(target) if target else seen.by_target(),
        "parts": _parts(found, seen, target.id if target else "", "plans:change_shares"),
    }
    return render(request, "plans/change_shares.html", shown)


def _saved(request: ActorRequest, found: Cascade, written: dict[Any, int]) -> HttpResponse:
    try:
        n = actions.change_shares(found.pk, written, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("plans:shares_version", found.uuid)
    messages.success(request, ngettext("%(n)d number is changed.", "%(n)d numbers are changed.", n) % {"n": n})
    target = request.GET.get("target", "")
    known = {t.id for t in current_targets()}
    here = reverse("plans:change_shares", args=[found.uuid])
    return redirect(f"{here}?target={target}" if target in known else here)


def _checked(request: ActorRequest, found: Cascade, written: dict[Any, int], wrong: list[str]) -> HttpResponse:
    """What the draft would be with these numbers; nothing is kept."""
    before = cells_of(found)
    known = {cell: value for cell, value in written.items() if cell in before and before[cell] != value}
    seen = shares_shown(found, request.actor)
    after = spread(seen.targets, before, known, seen.by_hand, county=seen.home.key)
    seen = shares_shown(found, request.actor, after)
    return render(request, "plans/share_check.html", {**_common(request, found, seen), "wrong": wrong, "asked": True})


def _cascade_or_404(request: ActorRequest, uuid: UUID) -> Cascade:
    found = get_object_or_404(Cascade.objects.select_related("made_by", "issued_by"), uuid=uuid)
    if found.issued_on is None and not _may_see_drafts(request):
        raise Http404
    return found


SHARES = Buttons(_cascade_or_404, "plans:shares_version")
issue = SHARES.step(actions.issue_shares, gettext_lazy("The shares are in force. The units are told."), reason="reason")
drop = SHARES.step(actions.drop_draft, gettext_lazy("The draft is dropped."))
acknowledge = SHARES.step(actions.acknowledge_shares, gettext_lazy("Noted."))


def history(request: ActorRequest) -> HttpResponse:
    """Every version, and what is different between two of them."""
    seen = [v for v in versions() if v.status != ShareStatus.DRAFT or _may_see_drafts(request)]
    by_number = {str(version.number): version for version in seen}
    # Without a choice: the newest beside the one before it.
    new = by_number.get(request.GET.get("new", ""), seen[0] if seen else None)
    old = by_number.get(request.GET.get("old", ""), seen[1] if len(seen) > 1 else None)
    rows = _differences(request, old, new) if old and new else []
    with_months = bool(request.GET.get("months"))
    shown = {
        "rows": [row for row in rows if with_months or not row["change"].month],
        "months_left_out": 0 if with_months else sum(bool(row["change"].month) for row in rows),
        "versions": [(version, rule_words(version), version.get_status_display()) for version in seen],
        "old": old,
        "new": new,
        "tabs": tabs(request, "shares"),
        "columns": [
            {"label": _("Version"), "is_number": True},
            *({"label": label} for label in (_("State"), _("Rule"), _("Drafted"), _("Issued"), _("Reason"))),
        ],
        "difference_columns": [
            *({"label": label} for label in (_("Unit"), _("Target"), _("Month"))),
            *({"label": label, "is_number": True} for label in (_("Before"), _("Now"), _("Difference"))),
        ],
    }
    return render(request, "plans/share_history.html", shown)


def _differences(request: ActorRequest, old: Cascade, new: Cascade) -> list[dict[str, Any]]:
    after = shares_shown(new, request.actor)
    before = shares_shown(old, request.actor)
    names = {area.key: area.name for area in (after.home, *before.areas, *after.areas)}
    return [
        {"name": names[one.area], "change": one, "month": one.month or _("whole share")}
        for one in changed_shares(before.cells, after.cells, areas=names)
    ]


def workbook(request: ActorRequest, cascade: UUID) -> HttpResponse:
    """The version as an Excel workbook, as far as the reader sees it."""
    found = _cascade_or_404(request, cascade)
    plan = current_plan().title.in_language(request.LANGUAGE_CODE)
    title = _("Shares of the targets, version %(n)d") % {"n": found.number}
    says = f"{plan} · {found.get_status_display()} · {rule_words(found)} {found.counted_on or ''}".strip()
    content = made_workbook(shares_shown(found, request.actor), title, says)
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename=\"shares.xlsx\"; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


# --- shared ----------------------------------------------------------------------------------------------------------


def _may_see_drafts(request: ActorRequest) -> bool:
    return request.actor.may("plans.share") or request.actor.may("plans.issue_shares")


def _draft_form(request: ActorRequest, posted: Any = None) -> DraftForm | None:
    """The form for a new draft, for those who may make one now."""
    version = version_in_force()
    if version is None or not request.actor.may("plans.share") or draft() is not None:
        return None
    return DraftForm(posted, has_own=bool(current_plan().shares), today=clock.today())
