"""Whether targets that lie within others fit into them (R022)."""

from __future__ import annotations

from gangqiao.indicators.targets import Target
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.plans.loading.faults import WrongPlan


def nesting_faults(targets: tuple[Target, ...]) -> list[Refusal]:
    """Targets that lie within others and ask for more than those do, or for a later day."""
    by_id = {target.id: target for target in targets}
    pairs = [(target, name, by_id.get(name)) for target in targets for name in target.within]
    return [
        WrongPlan(Say(sentence, inner=inner.id, outer=name), field=f"{inner.id}.within")
        for inner, name, outer in pairs
        if (sentence := _fault(inner, outer))
    ]


NOT_SET = Say("%(inner)s lies within %(outer)s, which the plan does not set. Set it, or take the word out.")
MORE = Say("%(inner)s asks for more than %(outer)s, within which it lies. Lower it, or raise the other.")
LATER = Say("%(inner)s is due after %(outer)s, within which it lies. Change one of the two days.")


def _fault(inner: Target, outer: Target | None) -> str:
    """The sentence about one target within another; "" when it nests."""
    if outer is None:
        return NOT_SET.msgid
    if inner.value > outer.value:
        return MORE.msgid
    return LATER.msgid if inner.due_on > outer.due_on else ""
