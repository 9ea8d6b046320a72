"""The taught layouts: what there is, a new one, a new version."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.exports import limits
from gangqiao.kernel.errors import Refusal
from gangqiao.reports import actions, examples, in_full, reads
from gangqiao.reports import teaching as t
from gangqiao.reports.forms import FillForm, UploadForm
from gangqiao.reports.models import Layout

MOST_BYTES = 6 * 1024 * 1024  # a little more than is taken, so that a larger one is told as such


def index(request: ActorRequest) -> HttpResponse:
    """Every layout the reader may fill, the shipped examples, and what was filled last."""
    layouts = reads.layouts_for(request.actor)
    taken = {layout.example for layout in layouts}
    may_teach = request.actor.may("reports.teach")
    return render(
        request,
        "reports/layouts.html",
        {
            "layouts": [layout for layout in layouts if not layout.retired],
            "retired": [layout for layout in layouts if layout.retired],
            "examples": [e for e in examples.EXAMPLES.values() if e.key not in taken] if may_teach else [],
            "fillings": reads.fillings_of(request.actor) if request.actor.may("reports.fill") else [],
            "may_teach": may_teach,
        },
    )


def upload(request: ActorRequest) -> HttpResponse:
    """Bring an empty workbook; then it is taught."""
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        file, area = (
            form.cleaned_data["file"],
            reads.find_area(request.actor, form.cleaned_data["area"], "reports.teach"),
        )
        if area is None:
            raise Http404
        try:
            made = actions.create_layout(
                file.read(MOST_BYTES), file.name, title=form.cleaned_data["title"], area=area, actor=request.actor
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("reports:teach", made.layout.uuid)
    return render(request, "reports/upload.html", {"form": form}, status=422 if form.errors else 200)


def take_over(request: ActorRequest, sample: str) -> HttpResponse:
    """Take a shipped example over as a layout of the reader's own area."""
    if sample not in examples.EXAMPLES:
        raise Http404
    area = reads.areas_to_choose(request.actor, "reports.teach")[0]
    made = examples.take_over(examples.EXAMPLES[sample], area, actor=request.actor)
    messages.success(request, _("Taken over. It can be filled now."))
    return redirect("reports:layout", made.layout.uuid)


def layout(request: ActorRequest, layout_id: UUID) -> HttpResponse:
    """Fill the layout, and see its versions."""
    found = layout_or_404(request, layout_id)
    form = FillForm(actor=request.actor, sensitive=reads.sensitive_of(found, request.actor))
    return layout_page(request, found, form)


def layout_page(request: ActorRequest, found: Layout, form: FillForm) -> HttpResponse:
    """The page of a layout with a form that was not, or wrongly, filled in."""
    in_force = reads.in_force(found)
    teaching = t.load(in_force.teaching) if in_force is not None else t.Teaching()
    actor = request.actor
    return render(
        request,
        "reports/layout.html",
        {
            "layout": found,
            "form": form,
            "version": in_force,
            "draft": reads.draft_of(found),
            "versions": reads.versions_of(found),
            "lists_people": teaching.lists_people,
            "has_sensitive": bool(in_full.sensitive_columns(teaching)),
            "sensitive": form.sensitive,
            "clear": form["clear"].value() or [],
            "purpose": form["purpose"].value() or "",
            "days": limits.days_kept(),
            "taken_out": reads.taken_out_of(actor, found) if actor.may("exports.view") else [],
            "fillings": reads.fillings_of(actor, found) if actor.may("reports.fill") else [],
            "may_fill": in_force is not None and actor.may("reports.fill"),
            "may_teach": actor.may("reports.teach", found.area_id),
        },
        status=422 if form.errors else 200,
    )


def version(request: ActorRequest, layout_id: UUID) -> HttpResponse:
    """Begin a new version: of the same workbook, or of another one."""
    found, file = layout_or_404(request, layout_id), request.FILES.get("file")
    try:
        actions.begin_version(
            found, actor=request.actor, content=file.read(MOST_BYTES) if file else b"", name=file.name if file else ""
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:layout", found.uuid)
    return redirect("reports:teach", found.uuid)


def retire(request: ActorRequest, layout_id: UUID) -> HttpResponse:
    """Put a layout away, or bring it back."""
    found = layout_or_404(request, layout_id)
    try:
        actions.retire(found, actor=request.actor, retired=not found.retired)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("reports:layouts")


def layout_or_404(request: ActorRequest, layout_id: UUID) -> Layout:
    """The layout when it is the reader's to see."""
    found = reads.find_layout(request.actor, layout_id)
    if found is None:
        raise Http404
    return found
