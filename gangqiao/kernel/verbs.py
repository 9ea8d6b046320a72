"""The verbs of the product: each is a permission, an audit entry and a button, declared once by its app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing a person may do.

    key        "app.verb", the permission and the name in the audit log
    label      lazy translation, as a button would say it
    step_up    a fresh sign-in is asked first (security.md, control 9)
    reads      true when the verb only looks
    for_units  true when a post also gives it over what the holder's own unit keeps (`kernel.scope.KeptModel`)
    """

    key: str
    label: Any
    step_up: bool = False
    reads: bool = False
    for_units: bool = False


_VERBS: dict[str, Verb] = {}
_OWN_ACTS: dict[str, Any] = {}


def declare(*verbs: Verb) -> None:
    """Add verbs to the register. A key declared twice is a programming error."""
    for verb in verbs:
        if verb.key in _VERBS and _VERBS[verb.key] is not verb:
            raise ValueError(f"verb {verb.key} is declared twice")
        _VERBS[verb.key] = verb


def declare_own_acts(labels: Mapping[str, Any]) -> None:
    """Name what the product itself writes into the log. No role holds these, and no button says them."""
    _OWN_ACTS.update(labels)


def labels_of_acts() -> dict[str, Any]:
    """What the log calls every act, by key: the verbs, then the product's own acts."""
    return {key: verb.label for key, verb in _VERBS.items()} | _OWN_ACTS


def verbs_of(app: str, names: str) -> frozenset[str]:
    """The keys of several verbs of one app: `verbs_of("people", "view move")`."""
    return frozenset(f"{app}.{name}" for name in names.split())


def get_verb(key: str) -> Verb:
    """The declared verb. Raises KeyError for an unknown key."""
    return _VERBS[key]


def is_for_units(key: str) -> bool:
    """True when the verb reaches what the actor's unit keeps. False for an unknown one."""
    verb = _VERBS.get(key)
    return verb is not None and verb.for_units


def all_verbs() -> dict[str, Verb]:
    """Every declared verb by key, in order of declaration."""
    return dict(_VERBS)
