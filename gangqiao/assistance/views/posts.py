"""Pages of public posts: the list, one with its steps, its proposal, its publicity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import choosing
from gangqiao.assistance.actions import posts as actions
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.forms.posts import ProposalForm
from gangqiao.assistance.models import PublicPost, Quota
from gangqiao.assistance.reads import holders as holders_read
from gangqiao.assistance.reads import objections as objections_read
from gangqiao.assistance.reads import posts as reads
from gangqiao.assistance.reads import posts_public, quotas
from gangqiao.assistance.showing import holders as holders_shown
from gangqiao.assistance.showing import objections as objections_shown
from gangqiao.assistance.showing import posts as showing
from gangqiao.assistance.showing import quotas as quotas_shown
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import tree_of
from gangqiao.transfers.views.form_pages import act_by_form

VIEW, VIEW_PEOPLE, PROPOSE = "assistance.view_posts", "assistance.view_holders", "assistance.propose_post"


def post_or_404(request: ActorRequest, uuid: UUID) -> PublicPost:
    """The post, as far as the reader knows of it."""
    found = reads.find(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def way_to(post: PublicPost | None = None) -> tuple[Link, ...]:
    """The links that lead to a post, or to the list."""
    first = Link(_("Public posts"), reverse("assistance:posts"))
    return (first, Link(post.title, reverse("assistance:post", args=[post.uuid]))) if post else (first,)


def posts(request: ActorRequest) -> HttpResponse:
    """The posts the reader knows of; first those that wait for the reader."""
    actor, asked = request.actor, request.GET
    area, department = asked.get("area", "")[:40], asked.get("department", "")
    department = department if department in LISTS["post_department"] else ""
    words = _looks()
    look = asked.get("look", "")
    look = look if look in words else ""
    rows, counts, more = reads.page_of(actor, look, area=area, department=department, start=key_to_go_on(request) or 0)
    here, kept = reverse("assistance:posts"), {"look": look, "department": department}
    labels = (_("Post"), _("Department"), _("Places held"), _("Pay"), _("State"), _("What waits for you"))
    shown = {
        "rows": showing.rows(rows, actor),
        "is_empty": not rows,
        "count": counts[look],
        "looks": [
            Link(said, f"{here}?{urlencode({k: v for k, v in {'look': key, 'area': area}.items() if v})}", key == look,
                 f"{counts[key]:,}")
            for key, said in words.items()
        ],
        "columns": columns_of(labels),
        "departments": LISTS["post_department"].choices(),
        "department": department,
        "may_propose": actor.may(PROPOSE),
        **area_filter(area, actor, VIEW, here, kept),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "assistance/posts.html", shown)


def _looks() -> dict[str, Any]:
    return {
        "mine": pgettext("public posts", "Wait for me"),
        "": pgettext("public posts", "All that live"),
        "starting": pgettext("public posts", "Proposed"),
        "choosing": pgettext("public posts", "Choosing"),
        "running": pgettext("public posts", "Held"),
        "over": pgettext("public posts", "Over"),
    }


def post(request: ActorRequest, public_post: UUID) -> HttpResponse:
    """One post: where it stands, what stops the next step, who holds it, what was objected."""
    found, actor = post_or_404(request, public_post), request.actor
    shown = showing.page(found, actor) | {"sees_people": actor.may(VIEW_PEOPLE)}
    if shown["sees_people"]:
        holders, objections = holders_read.of_post(found.pk), objections_read.of_post(found.pk)
        looked(VIEW_PEOPLE, actor=actor, persons=[one.person_uuid for one in holders])
        shown |= {"holders": holders_shown.rows(holders, actor), "objections": objections_shown.rows(objections, actor)}
    return render(request, "assistance/post.html", shown)


def publicity(request: ActorRequest, public_post: UUID) -> HttpResponse:
    """The list as it is published: masked, the same for every reader."""
    found = post_or_404(request, public_post)
    columns = columns_of(
        (pgettext("public posts", "No."), _("Name"), _("Sex"), _("Age"), _("Post"), _("Pay"), _("Term in months"))
    )
    shown = {
        "post": found,
        "row": showing.rows([found], request.actor)[0],
        "listed": posts_public.of_post(found),
        "columns": columns,
        "way": way_to(found),
        "may_print": reads.reaches(request.actor, "assistance.print", found),
    }
    return render(request, "assistance/posts_publicity.html", shown)


def propose(request: ActorRequest) -> HttpResponse:
    """A village proposes a post out of a quota."""
    actor = request.actor
    villages = _villages(actor)
    village = _village(request, villages)
    if village is None:
        shown = {"villages": villages, "way": way_to()}
        return render(request, "assistance/posts_village.html", shown)
    offered = quotas_shown.rows(quotas.for_village(village.key), actor)
    form = ProposalForm(request.POST or None)
    form.offer(offered)
    made: list[PublicPost] = []

    def act() -> None:
        quota = Quota.objects.get(uuid=form.cleaned_data["quota"])
        made.append(actions.propose(quota, village, form.cleaned_data, actor=actor))

    lead = village.name if offered else _("No quota with a free place holds for this village. Ask for one first.")
    return act_by_form(
        request, form, act, _("Proposed. The township checks it next."), title=_("Propose a public post"),
        back=reverse("assistance:posts"), way=way_to(), lead=lead,
        to=lambda: reverse("assistance:post", args=[made[0].uuid]),
    )  # fmt: skip


def _villages(actor: Any) -> list[Division]:
    areas = [one for one in actor.areas(PROPOSE) if not one.startswith("@")]
    found: list[Division] = []

    def take(nodes: Any) -> None:
        for node in nodes:
            if node.division.level == Level.VILLAGE:
                found.append(node.division)
            take(node.below)

    take(tree_of(areas))
    return found


def _village(request: ActorRequest, villages: list[Division]) -> Division | None:
    if len(villages) == 1:
        return villages[0]
    asked = request.GET.get("village", "")
    return next((one for one in villages if one.key == asked), None)


# --- steps -----------------------------------------------------------------------------------------------------------


def _step(act: Callable[..., Any], said: Any, *, with_reason: bool = False) -> Callable[..., HttpResponse]:
    def view(request: ActorRequest, public_post: UUID) -> HttpResponse:
        found, note = post_or_404(request, public_post), request.POST.get("reason", "")[:200]
        more = (note,) if with_reason else ()
        pressed(request, lambda: act(found.pk, *more, actor=request.actor), said())
        return redirect("assistance:post", found.uuid)

    view.__name__, view.__doc__ = act.__name__, act.__doc__
    return view


check = _step(actions.check, lambda: _("Checked. The city approves it next."))
approve = _step(actions.approve, lambda: _("Approved. The township announces it next."))
announce = _step(actions.announce, lambda: _("Announced: the list of applicants is open."))
close_list = _step(actions.close_list, lambda: _("The list is closed. Choose by its order."))
publish = _step(choosing.publish, lambda: _("Published. Print the list and put it up in the village."))
end_publicity = _step(choosing.end_publicity, lambda: _("The publicity is over. The agreements can be signed."))
run = _step(actions.run, lambda: _("All are on duty."))
send_back = _step(actions.send_back, lambda: _("Sent back."), with_reason=True)
reject = _step(actions.reject, lambda: _("Rejected; its places are back in the quota."), with_reason=True)
choose_again = _step(choosing.choose_again, lambda: _("Taken back. Choose anew."), with_reason=True)
end = _step(actions.end, lambda: _("Ended; its places are back in the quota."), with_reason=True)
