"""Sample checks: what was drawn, and what the bureau found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.actions import samples as acts
from gangqiao.followup.codes import LISTS
from gangqiao.followup.forms import SampleForm
from gangqiao.followup.models import SampleCheck
from gangqiao.followup.policy.followup import GRADES
from gangqiao.followup.reads import answers
from gangqiao.followup.reads import evidence as reads
from gangqiao.followup.showing.contacts import phone_of
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.charts import percent_text
from gangqiao.kernel.paging import columns_of
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import path_names_of

VIEW = "followup.view_samples"
TONES = {"holds": "good", "weaker": "warn", "false": "bad", "unreached": "calm"}


def sample_list(request: ActorRequest) -> HttpResponse:
    """The samples that were drawn, and the form that draws another one."""
    form, drawn = SampleForm(request.POST or None), []

    def act() -> None:
        drawn.append(acts.draw_sample(form.cleaned_data["seed"], actor=request.actor))

    if request.method == "POST" and done(request, form, act, _("Drawn.")):
        return redirect("followup:sample", drawn[0].uuid)
    rows = reads.samples()
    labels = (_("Drawn on"), _("Word to draw by"), _("By whom"), _("Claims"))
    shown = {"form": form, "rows": rows, "is_empty": not rows, "columns": columns_of(labels),
             "may_draw": request.actor.may("followup.draw_sample"),
             "may_answer": request.actor.may("followup.answer"),
             "towns": _false_by_township(), "town_columns": columns_of(_false_heads())}  # fmt: skip
    return render(request, "followup/samples.html", shown, status=422 if form.errors else 200)


def draw(request: ActorRequest) -> HttpResponse:
    """Draw a sample."""
    return sample_list(request)


def sample(request: ActorRequest, claim_sample: UUID) -> HttpResponse:
    """The claims of one sample, by township, with what was found."""
    found, actor = reads.find_sample(claim_sample), request.actor
    if found is None:
        raise Http404
    checks = reads.checks_of(found)
    looked(VIEW, actor=actor, persons=reads.uuids_of(checks))
    labels = (_("Person"), _("Works at"), pgettext("evidence", "Claimed"), _("Phone"), pgettext("evidence", "Found"))
    shown = {
        "sample": found,
        "townships": _by_township(checks, actor),
        "is_empty": not checks,
        "columns": columns_of(labels),
        "results": result_choices(),
    }
    return render(request, "followup/sample.html", shown)


def check(request: ActorRequest, sample_check: UUID) -> HttpResponse:
    """What was found for one claim."""
    found = reads.find_check(sample_check)
    if found is None:
        raise Http404
    result, _dash, grade = request.POST.get("reason_code", "")[:12].partition("-")
    words, actor = request.POST.get("reason", "")[:300], request.actor
    pressed(request, lambda: acts.check(found.pk, result, grade, words, actor=actor), _("Recorded."))
    return redirect("followup:sample", found.sample)


def result_choices() -> list[tuple[str, str]]:
    """What can have been found; "weaker" with the grade that was found."""
    choices = []
    for code, words in LISTS["sample_result"].choices():
        if code != "weaker":
            choices.append((code, str(words)))
            continue
        choices += [(f"weaker-{grade}", f"{words}: {PEOPLE_LISTS['evidence'].word(grade)}") for grade in GRADES[1:]]
    return choices


def _false_by_township() -> list[dict[str, Any]]:
    """Each township with what was checked of it, the largest share of false claims first."""
    found = sorted(answers.by_township(), key=lambda one: (-one.share, -one.checked, one.town))
    names = path_names_of({one.town for one in found})
    return [
        {"name": names[one.town][-1] if names.get(one.town) else one.town, "one": one, "share": percent_text(one.share)}
        for one in found
    ]


def _false_heads() -> tuple[str, ...]:
    return (
        pgettext("sample", "Township"),
        pgettext("sample", "Checked"),
        pgettext("sample", "False"),
        pgettext("sample", "Share of false ones"),
        pgettext("sample", "Not answered"),
    )


def _by_township(checks: list[SampleCheck], actor: Actor) -> list[dict[str, Any]]:
    length = KEY_LENGTH[Level.TOWNSHIP]
    towns: dict[str, list[SampleCheck]] = {}
    for one in checks:
        towns.setdefault(str(one.area_id)[:length], []).append(one)
    names, places = path_names_of(set(towns)), place_names({str(one.area_id) for one in checks})
    return [
        {
            "name": names[key][-1] if key in names else key,
            "rows": [_row(one, places.get(str(one.area_id), ""), actor) for one in rows],
            "checked": sum(bool(one.result) for one in rows),
            "holds": sum(one.result == "holds" for one in rows),
            "drawn": len(rows),
        }
        for key, rows in towns.items()
    ]


def _row(one: SampleCheck, place: str, actor: Actor) -> dict[str, Any]:
    area = str(one.area_id)
    said = LISTS["sample_result"].word(one.result) if one.result else ""
    phone = phone_of(one.person, actor)
    return {
        "check": one,
        "name": name_for(one.person, actor),
        "place": place,
        "may_see": actor.may("people.view", area),
        "work": one.spell.employer_name or "",
        "claimed": PEOPLE_LISTS["evidence"].word(one.claimed),
        "phone": phone,
        "dial": phone if phone.isascii() and phone.isdigit() else "",
        "result": f"{said}: {PEOPLE_LISTS['evidence'].word(one.found)}" if one.found else said,
        "tone": TONES.get(one.result, "busy"),
        "answer": one.answer or "",
        "is_owed": one.answer_by is not None and one.answered_on is None,
        "may_check": not one.result and actor.may("followup.check_sample", area),
    }
