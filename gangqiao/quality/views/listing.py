"""The list of doubts, the list of checks, and what is done with many doubts at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.audit.subscriptions import enqueue
from gangqiao.kernel.actor import covers
from gangqiao.kernel.links import Link
from gangqiao.places.models import Division
from gangqiao.places.reads import county_path
from gangqiao.quality import actions, jobs
from gangqiao.quality.models import Doubt, Run
from gangqiao.quality.policy import HELD_OTHERWISE, RULES
from gangqiao.quality.reads import doubts as reads
from gangqiao.quality.reads.health import areas_of
from gangqiao.quality.showing import OWNERS, SEVERITIES, show_all

AT_ONCE = 200  # more are sent by a job


def doubts(request: ActorRequest) -> HttpResponse:
    """The doubts of the reader's areas, the oldest first."""
    asked = reads.Asked.read(request.GET)
    if asked.area and not request.actor.may("quality.view", asked.area):
        raise Http404
    page = reads.doubt_page(asked)
    looked("quality.view", actor=request.actor, persons=[d.person.uuid for d in page.doubts if d.person])
    many = reads.counts(asked)
    found = reads.wanted(asked, part="open").filter(status="found").count() if asked.part == "open" else 0
    return render(
        request,
        "quality/doubts.html",
        {
            "asked": asked,
            "rows": show_all(page.doubts, request.actor),
            "is_empty": not page.doubts,
            "tabs": [_tab(asked, part, label, many[part]) for part, label in _parts()],
            "count": many[asked.part],
            "found": min(found, reads.AT_MOST),
            "rules": [(key, RULES[key].label, n) for key, n in reads.rules_found(asked).items()],
            "severities": [(key, words) for key, (words, _tone) in SEVERITIES.items()],
            "chips": _chips(asked),
            "clear_href": _href(asked.without("rule", "severity")),
            "carried": asked.without("rule", "severity").items(),
            "all_of": asked.without().items(),
            "next_href": _href(asked.without() | {"after": page.after}) if page.after else "",
            "first_href": _href(asked.without()) if asked.after else "",
            "may_send": request.actor.may("quality.send"),
            "may_close": request.actor.may("quality.close"),
            "columns": [
                {"label": label}
                for label in (_("What"), _("Whom"), _("How grave"), _("Open since"), _("State"), _("Act"))
            ],
            **_places(request, asked),
        },
    )


def _parts() -> list[tuple[str, str]]:
    return [
        ("open", pgettext("doubts", "Open")),
        ("sent", _("Sent, no answer yet")),
        ("answered", _("Answered")),
        ("closed", pgettext("doubts", "Closed")),
    ]


def _tab(asked: reads.Asked, part: str, label: str, many: int) -> Link:
    href = _href(asked.without("part") | ({} if part == "open" else {"part": part}))
    return Link(label, href, is_here=asked.part == part, count=f"{many:,}")


def _href(query: dict[str, str]) -> str:
    return f"{reverse('quality:doubts')}{'?' if query else ''}{urlencode(query)}"


def _chips(asked: reads.Asked) -> list[Link]:
    chips = []
    if asked.rule:
        chips.append(Link(RULES[asked.rule].label, _href(asked.without("rule"))))
    if asked.severity:
        chips.append(Link(SEVERITIES[asked.severity][0], _href(asked.without("severity"))))
    return chips


def _places(request: ActorRequest, asked: reads.Asked) -> dict[str, Any]:
    """From the reader's own area down to the one shown, and the areas below it."""
    own = areas_of(request.actor)
    shown = Division.objects.filter(key=asked.area).first() if asked.area else (own[0] if len(own) == 1 else None)
    if shown is None:
        return {"way": [Link(d.name, _href({"area": d.key})) for d in own], "below": []}
    home = next((d for d in own if covers(d.key, shown.key)), shown)
    steps = [shown]
    while steps[0].key != home.key and steps[0].parent is not None:
        steps.insert(0, steps[0].parent)
    below = [] if shown.level == "village" else list(Division.objects.filter(parent=shown).order_by("key"))
    link = lambda d: Link(d.name, _href(asked.without("area") | {"area": d.key}))  # noqa: E731
    return {"way": [link(d) for d in steps], "below": [link(d) for d in below]}


def checks(request: ActorRequest) -> HttpResponse:
    """Every check with its sentence, and how the last run went."""
    check, number = _("Check"), _("Number in other systems")
    rules = [(rule, SEVERITIES[rule.severity], OWNERS[rule.owner]) for rule in RULES.values()]
    shown = {
        "rules": rules,
        "held": HELD_OTHERWISE,
        "run": Run.objects.order_by("-pk").first(),
        "may_run": request.actor.may("quality.run", county_path()),
        "columns": [{"label": label} for label in (check, _("How grave"), _("Who mends it"), number)],
        "held_columns": [{"label": label} for label in (check, number, _("Why it is not looked for"))],
    }
    return render(request, "quality/checks.html", shown)


def run(request: ActorRequest) -> HttpResponse:
    """Check the whole county, beside everything else."""
    actions.ask_for_run(actor=request.actor)
    enqueue(jobs.check_county, request.actor.name)
    messages.success(request, _("The county is being checked. It takes about half a minute; then reload this page."))
    return redirect("quality:checks")


def send_many(request: ActorRequest) -> HttpResponse:
    """Send the ticked doubts, or everything the filters show, to the villages."""
    asked, keys = _many(request, "found")
    if len(keys) > AT_ONCE:
        enqueue(jobs.send_many, request.actor.user_id, keys)
        messages.success(request, _("%(n)s doubts are being sent to their villages.") % {"n": f"{len(keys):,}"})
    else:
        n = actions.send_all(keys, actor=request.actor)
        said = ngettext("%(n)d doubt was sent to its village.", "%(n)d doubts were sent to their villages.", n)
        messages.success(request, said % {"n": n})
    return redirect(_href(asked.without()))


def close_many(request: ActorRequest) -> HttpResponse:
    """Put the ticked doubts away, or everything that is answered under the filters."""
    asked, keys = _many(request, "answered")
    n = actions.close_all(keys[: AT_ONCE * 2], actor=request.actor)
    messages.success(request, ngettext("%(n)d doubt was closed.", "%(n)d doubts were closed.", n) % {"n": n})
    return redirect(_href(asked.without() | {"part": "answered"}))


def _many(request: ActorRequest, what: str) -> tuple[reads.Asked, list[int]]:
    """What the post is about: the ticked rows, or all under the filters when it says so. Only what the scope holds."""
    asked = reads.Asked.read(request.POST)
    ticked = [key for key in request.POST.getlist("pick") if key.isdecimal()]
    if request.POST.get("all") == "yes":
        found = (
            reads.wanted(asked, part="open").filter(status="found")
            if what == "found"
            else reads.wanted(asked, part="answered")
        )
    else:
        found = Doubt.objects.filter(pk__in=ticked[: reads.PAGE])
    return asked, list(found.order_by("found_on", "pk").values_list("pk", flat=True)[: reads.AT_MOST])
