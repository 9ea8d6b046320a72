"""Changes of rules: the list, a text proposed, what it changes and for whom, and its switch."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel import clock
from gangqiao.kernel.actor import is_of_unit
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.kernel.policy import NoParameterYet
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.subsidies.actions import rule_texts as actions
from gangqiao.subsidies.forms.rules import ProposeForm
from gangqiao.subsidies.models import RuleText
from gangqiao.subsidies.policy.comparing import Change
from gangqiao.subsidies.reads.changes import HOW, Effect, effect_of
from gangqiao.subsidies.reads.rule_texts import all_texts, parsed
from gangqiao.subsidies.showing import changes as showing
from gangqiao.subsidies.showing.rules import amount_of
from gangqiao.transfers.views.form_pages import act_by_form

VIEW = "subsidies.view_entitled"
NAMES = 50


def text_or_404(uuid: UUID) -> RuleText:
    """The text. No person is in it: whoever sees rules sees it."""
    found = RuleText.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def change_list(request: ActorRequest) -> HttpResponse:
    """Every text that was proposed, the newest first."""
    shown = {
        "rows": [showing.row_of(text) for text in all_texts()],
        "columns": columns_of((pgettext("subsidy", "Rule"), pgettext("subsidy", "In force"), _("Proposed"),
                               pgettext("text of a rule", "State"))),
        "may_propose": request.actor.may(actions.PROPOSE),
    }  # fmt: skip
    return render(request, "subsidies/changes.html", shown)


def propose(request: ActorRequest) -> HttpResponse:
    """Bring in a rule as text; nothing changes by it yet."""
    form, kept = ProposeForm(request.POST or None, request.FILES or None), []

    def act() -> None:
        kept.append(actions.propose(form.cleaned_data["text"], actor=request.actor))

    lists = reverse("subsidies:rule_changes")
    return act_by_form(
        request, form, act, _("Kept. Look at what it changes; another user switches it on."),
        title=_("Propose a change of a rule"), back=lists, way=(Link(_("Changes of rules"), lists),),
        template="subsidies/change_form.html",
        to=lambda: reverse("subsidies:rule_change", args=[kept[0].uuid]),
        lead=_("A rule with a name that exists replaces that rule from its first day; to close a rule, give its text"
               " with `until`. Nothing changes before another user switches it on."),
    )  # fmt: skip


def _day(request: ActorRequest, text: RuleText) -> date:
    """The day of `?day=`; else today, or the first day of the rule when that is later."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return max(clock.today(), parsed(text.pk, text.version)[0].first)


def _effect(request: ActorRequest, text: RuleText, day: date, area: str) -> Effect:
    own = [one for one in request.actor.areas(VIEW) if not is_of_unit(one)]
    within = [one for one in own if one.startswith(area)] if area else own
    return effect_of(text, day, [area] if area and any(area.startswith(one) for one in own) else within)


def change_page(request: ActorRequest, rule_text: UUID) -> HttpResponse:
    """What a text changes on a day: how many gain, lose, get more or less, and the cost by fund line."""
    actor, text = request.actor, text_or_404(rule_text)
    day, area = _day(request, text), request.GET.get("area", "")[:40]
    here = reverse("subsidies:rule_change", args=[text.uuid])
    shown: dict[str, Any] = {
        **showing.row_of(text), **showing.heads(), "day": day, "is_waiting": text.switched_on is None,
        "is_off": text.off_on is not None, "may_switch": actor.may(actions.SWITCH),
        "is_own": text.proposer is not None and text.proposer == actor.user_id,
        **area_filter(area, actor, VIEW, here, {"day": day.isoformat()}),
    }  # fmt: skip
    try:
        effect = _effect(request, text, day, area if area.isalnum() else "")
    except NoParameterYet as error:
        shown["no_effect"] = str(error)
    else:
        shown |= {
            "people": effect.people, "effects": showing.effects(effect, text, day, area, may_open=True),
            "costs": showing.costs(effect), "is_nothing": not effect.found.changes,
        }  # fmt: skip
    return render(request, "subsidies/change.html", shown)


def change_people(request: ActorRequest, rule_text: UUID) -> HttpResponse:
    """The people behind one number."""
    actor, text = request.actor, text_or_404(rule_text)
    day, area = _day(request, text), request.GET.get("area", "")[:40]
    key, how = request.GET.get("rule", ""), request.GET.get("how", "")
    try:
        effect = _effect(request, text, day, area if area.isalnum() else "")
    except NoParameterYet as error:
        raise Http404 from error
    rule = effect.after.rules.get(key) or effect.before.rules.get(key)
    if rule is None or how not in HOW:
        raise Http404
    start, listed = key_to_go_on(request) or 0, effect.changes_of(key, how)
    page = listed[start : start + NAMES]
    persons = {person.pk: person for person in Person.objects.filter(pk__in=[pk for pk, _area, _change in page])}
    looked(VIEW, actor=actor, persons=[person.uuid for person in persons.values()])
    shown = {
        "title": f"{showing.showing.said(rule.title)}: {showing.how_words()[how]}", "text": text,
        "rows": _people(page, persons, rule.unit, actor), "total": len(listed),
        "columns": columns_of((_("Person"), pgettext("change of a rule", "Before"),
                               pgettext("change of a rule", "After"))),
        **pager_of(request, start + NAMES if start + NAMES < len(listed) else None),
    }  # fmt: skip
    return render(request, "subsidies/change_people.html", shown)


def _people(
    page: list[tuple[int, str, Change]], persons: dict[int, Person], unit: str, actor: Any
) -> list[dict[str, Any]]:
    places = place_names({area for _pk, area, _change in page})
    return [
        {
            "person": persons[pk], "name": name_for(persons[pk], actor), "place": places.get(area, ""),
            "before": amount_of(change.before or None, unit), "after": amount_of(change.after or None, unit),
            "may_see": actor.may("people.view", area),
        }
        for pk, area, change in page
        if pk in persons
    ]  # fmt: skip


def switch_on(request: ActorRequest, rule_text: UUID) -> HttpResponse:
    """Let the text count, by another user than who proposed it."""
    text = text_or_404(rule_text)
    pressed(request, lambda: actions.switch_on(text, actor=request.actor), _("On. It counts for the days it names."))
    return redirect("subsidies:rule_change", text.uuid)


def switch_off(request: ActorRequest, rule_text: UUID) -> HttpResponse:
    """Read the text no more, with a reason."""
    text, reason = text_or_404(rule_text), request.POST.get("reason", "")
    pressed(request, lambda: actions.switch_off(text, reason, actor=request.actor), _("Off. It is not read any more."))
    return redirect("subsidies:rule_change", text.uuid)
