"""An allocation in words: how good it is, who gains, who does not and why, and what each rule costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.links import Link
from gangqiao.kernel.packing import unpack_say
from gangqiao.matching.forms.allocations import CIRCLE_WORDS, CLASS_WORDS, GROUND_WORDS, MODE_WORDS
from gangqiao.matching.models import Allocation, Companions
from gangqiao.matching.policy.allocations import CLASSES, STABLE, Wishes, is_as_computed
from gangqiao.matching.reads import allocations as reads
from gangqiao.matching.states_allocations import RESTING, AllocationStatus
from gangqiao.people.codes import LISTS
from gangqiao.places.reads import path_names_of

S = AllocationStatus
TONES = {
    S.DRAFT: "calm", S.RUNNING: "busy", S.DONE: "good", S.FAILED: "bad", S.CANCELLED: "calm", S.PROPOSED: "good",
    S.DROPPED: "calm",
}  # fmt: skip
STAGE_WORDS = {
    "waiting": gettext_lazy("Waits for its turn"),
    "reading": gettext_lazy("Reads people and vacancies"),
    "computing": gettext_lazy("Computes"),
    "writing": gettext_lazy("Writes the result down"),
}
REASON_WORDS = {
    "taken": gettext_lazy("What fits went to people who gain more by it"),
    "together": gettext_lazy("No vacancy has room for all who go together"),
    "undecided": gettext_lazy("Something must be asked first"),
    "age": gettext_lazy("Nothing open fits: mostly the age"),
    "sex": gettext_lazy("Nothing open fits: mostly only the other sex is asked for"),
    "ethnicity": gettext_lazy("Nothing open fits: mostly the ethnic group"),
    "education": gettext_lazy("Nothing open fits: mostly the schooling"),
    "fitness": gettext_lazy("Nothing open fits: mostly the work is too hard"),
    "trade": gettext_lazy("Nothing open fits: mostly another trade is wished"),
    "skill": gettext_lazy("Nothing open fits: mostly a skill is missing"),
    "certificate": gettext_lazy("Nothing open fits: mostly a certificate is missing"),
    "skill_level": gettext_lazy("Nothing open fits: mostly the level of skill"),
    "area": gettext_lazy("Nothing open fits: mostly it is too far away"),
    "care": gettext_lazy("Nothing open fits: mostly it is too far for who looks after somebody at home"),
    "pay": gettext_lazy("Nothing open fits: mostly the pay is lower than what is asked for"),
    "date": gettext_lazy("Nothing open fits: mostly it begins too early"),
    "night": gettext_lazy("Nothing open fits: mostly there are night shifts"),
    "couple": gettext_lazy("Nothing open fits: mostly there is no room for couples"),
    "mandarin": gettext_lazy("Nothing open fits: mostly Mandarin is needed"),
}
HUNDREDTH = 10_000  # millionths in one percent


@dataclass(frozen=True, slots=True)
class Row:
    """People of a township or a class: how many take part, gain a seat, have priority, and both; with their lists."""

    label: Any
    cells: list[tuple[int, str]]
    least: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule costs: differences of the same without it. words null: not counted yet."""

    label: str
    seats: str = ""
    fit: str = ""
    first: str = ""
    is_counted: bool = False
    said: str = ""


def people_href(row: Allocation, **asked: str) -> str:
    return f"{reverse('matching:allocation_people', args=[row.uuid])}?{urlencode(asked)}"


def gap_words(figures: dict[str, Any]) -> str:
    """How near to the best possible it is proven to be."""
    if not figures.get("is_proven"):
        return _("Nobody and no employer could both do better by agreeing between themselves.")
    gap = figures["gap"]
    if not gap:
        return _("No other allocation is worth more: this is proven.")
    # Upwards: what is proven is never made to look better.
    shown = -(-gap // 100) / 100
    return _("No other allocation can be better by more than %(percent)s %%: this is proven.") % {
        "percent": f"{shown:.2f}"
    }


def rows_of(row: Allocation, kind: str) -> list[Row]:
    """The table by "township" or "class"."""
    counts: dict[str, list[int]] = row.figures.get(f"by_{kind}", {})
    names = path_names_of(counts) if kind == "township" else {}
    key = "area" if kind == "township" else "cls"
    order = sorted(counts) if kind == "township" else [one for one in CLASSES if one in counts]
    found = []
    for one in order:
        label = names.get(one, [one])[-1] if kind == "township" else CLASS_WORDS[one]
        hrefs = [people_href(row, what=what, **{key: one}) for what in ("all", "placed", "first", "both")]
        quotas = row.ran.get("quotas", {}) if kind == "township" else {}
        found.append(Row(label, list(zip(counts[one], hrefs, strict=True)), quotas.get(one, 0)))
    return found


def reasons_of(row: Allocation) -> list[tuple[Any, int, str]]:
    """Why people gain nothing, the most frequent first: words, how many, their list."""
    counts = {key: n for key, n in row.figures.get("reasons", {}).items() if key in REASON_WORDS}
    ordered = sorted(counts.items(), key=lambda one: -one[1])
    return [(REASON_WORDS[key], n, people_href(row, what="nothing", reason=key)) for key, n in ordered]


def _is_unfinished(rules: list[dict[str, Any]] | None) -> bool:
    return rules is None or any(rule["filled"] is None for rule in rules)


def rules_of(row: Allocation) -> list[Rule]:
    """What each rule costs, as far as it is counted."""
    figures = row.figures
    found = []
    for one in row.rules or []:
        label = _rule_words(row, one)
        if one["filled"] is None:
            found.append(Rule(label))
        elif one["filled"] < 0:
            found.append(Rule(label, is_counted=True, said=one.get("said", "")))
        else:
            found.append(
                Rule(label, *(_difference(one[key] - figures[key]) for key in ("filled", "fit", "placed_first")), True)
            )
    return found


def _rule_words(row: Allocation, one: dict[str, Any]) -> str:
    words = {
        "quota": _("Without the least number of %(place)s"),
        "quotas": _("Without any least number"),
        "groups": _("If nobody had to go together"),
        "priority": _("Without priority for anybody"),
        "mode": _("If the county's gain were the greatest")
        if row.ran.get("mode") == STABLE
        else _("If nobody could do better by agreement (stable; without least numbers and groups)"),
    }
    return words[one["rule"]] % {"place": one["place"]} if one["rule"] == "quota" else words[one["rule"]]


def _difference(number: int) -> str:
    if not number:
        return pgettext("difference", "the same")
    return f"+{number:,}" if number > 0 else f"\u2212{-number:,}"


def chosen_words(row: Allocation) -> list[tuple[Any, str]]:
    """What is chosen for the next run, in words."""
    wishes = Wishes.from_json(row.wishes)
    comma = pgettext("between two words of a list", ", ")
    places = path_names_of({*wishes.townships, *wishes.places, *wishes.quotas})
    named = {key: way[-1] for key, way in places.items()}
    vacancies = [LISTS["trade"].word(code) for code in wishes.trades] + [named.get(p, p) for p in wishes.places]
    if wishes.employers:
        vacancies.append(_("%(n)s employers") % {"n": len(wishes.employers)})
    if wishes.vacancies:
        vacancies.append(_("%(n)s picked by hand") % {"n": len(wishes.vacancies)})
    people = [str(CIRCLE_WORDS[wishes.circle]), *(named.get(t, t) for t in wishes.townships)]
    people += [str(CLASS_WORDS[one]) for one in wishes.classes]
    people += [_("only with a ground of priority")] * wishes.priority_only + [_("only with a pack")] * wishes.packs_only
    together = [_("spouses")] * wishes.couples
    if many := Companions.objects.filter(allocation=row.uuid).count() * wishes.groups:
        together.append(_("%(n)s groups put down by hand") % {"n": many})
    least = [f"{named.get(key, key)} {n:,}" for key, n in wishes.quotas.items()]
    none = pgettext("allocation", "none")
    return [
        (pgettext_lazy("allocation", "Vacancies"), comma.join(vacancies) or _("all that are open")),
        (pgettext_lazy("allocation", "People"), comma.join(people)),
        (pgettext_lazy("allocation", "Priority"), comma.join(str(GROUND_WORDS[one]) for one in wishes.grounds) or none),
        (gettext_lazy("Go together"), comma.join(together) or none),
        (pgettext_lazy("allocation", "Least numbers"), comma.join(least) or none),
        (gettext_lazy("What is best"), str(MODE_WORDS[wishes.mode])),
    ]


def head_of(row: Allocation, actor: Actor) -> dict[str, Any]:
    """State, what may be done, and how far a run is."""
    verbs = {step.verb.partition(".")[2] for step in Allocation.LIFE_CYCLE.steps_from(row.status)
             if actor.may(step.verb, str(row.area_id))}  # fmt: skip
    return {
        "row": row,
        "tone": TONES[S(row.status)],
        "may": verbs,
        "may_change": row.is_resting and actor.may("matching.plan_allocation", str(row.area_id)),
        "stage": STAGE_WORDS.get(row.stage, ""),
        "said": str(unpack_say(row.said)) if row.said else "",
        "is_sending": row.status == S.PROPOSED and (row.sent or 0) + (row.left_out or 0) < row.figures.get("filled", 0),
    }


def page(row: Allocation, actor: Actor, by: str) -> dict[str, Any]:
    """Everything the page of an allocation shows."""
    figures, here = row.figures, reverse("matching:allocation", args=[row.uuid])
    shown = head_of(row, actor) | {"chosen": chosen_words(row), "figures": figures}
    if not row.run or row.status == S.DROPPED:
        return shown
    by = by if by in ("vacancy", "employer") else "vacancy"
    tabs = {"vacancy": pgettext("allocation", "By vacancy"), "employer": pgettext("allocation", "By employer")}
    return (
        shown
        | {
            "gap": gap_words(figures),
            "is_as_computed": row.status not in RESTING or is_as_computed(row.wishes, row.ran),
            "placed_href": people_href(row, what="placed"),
            "nothing_href": people_href(row, what="nothing"),
            "both_href": people_href(row, what="both"),
            "by_township": rows_of(row, "township"),
            "by_class": rows_of(row, "class"),
            "reasons": reasons_of(row),
            "rules": rules_of(row),
            "is_counting": row.status in (S.DONE, S.PROPOSED) and _is_unfinished(row.rules),
            "compared": reads.compared(row),
            "changed_href": people_href(row, what="changed"),
            "value_before": row.before.get("value"),
            "filled_before": row.before.get("filled"),
            "tabs": [Link(label, f"{here}?by={key}#seats", key == by) for key, label in tabs.items()],
            "by": by,
        }
        | _columns(tabs[by])
    )


def _columns(seats: str) -> dict[str, list[dict[str, Any]]]:
    """The heads of the tables of a run; all but the first stand over numbers."""
    people = [_("People taking part"), _("Would gain a seat"), _("With priority"), _("Of these would gain a seat")]
    heads = {
        "town_columns": [_("Township"), *people, _("Least number")],
        "class_columns": [pgettext("allocation", "Class"), *people],
        "reason_columns": [pgettext("allocation", "Reason"), pgettext("allocation", "People")],
        "rule_columns": [pgettext("allocation", "Rule"), _("Seats filled"), _("Points of fit"),
                         _("People with priority")],
        "seat_columns": [seats, pgettext("allocation", "Seats"), pgettext("allocation", "Filled"),
                         _("Worth of one seat more")],
    }  # fmt: skip
    return {
        name: [{"label": label, "is_number": n > 0} for n, label in enumerate(labels)] for name, labels in heads.items()
    }
