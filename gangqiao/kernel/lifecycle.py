"""Life cycles as tables: guard, buttons, API, permissions, diagram and tests read the same steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotAllowedNow(Refusal):
    """The record is in a state from which the step does not start."""


class NoteNeeded(Refusal):
    """The step needs a reason in words and none was given."""


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow of the diagram.

    verb        "app.verb": permission, audit entry and name of the action
    sources     states it starts from
    target      state it leads to
    label       what the button says
    tone        "good", "danger" or "": how the button looks
    needs_note  the actor must say why
    """

    verb: str
    sources: tuple[str, ...]
    target: str
    label: Any
    tone: str = ""
    needs_note: bool = False


class LifeCycle:
    """The states of a record and the steps between them. `field` is the model field that holds the state.

    `states` is an enum of strings (a Django `TextChoices` gives the labels) or any series of strings.
    """

    def __init__(self, states: Iterable[str], *steps: Step, field: str = "status") -> None:
        self.labels: dict[str, Any] = {str(state): getattr(state, "label", str(state)) for state in states}
        self.field = field
        self._steps = steps
        self._by_start: dict[tuple[str, str], Step] = {}
        for step in steps:
            self._add(step)

    def _add(self, step: Step) -> None:
        unknown = {str(state) for state in (*step.sources, step.target)} - self.labels.keys()
        if unknown:
            raise ValueError(f"{step.verb} names states that do not exist: {', '.join(sorted(unknown))}")
        for source in step.sources:
            start = (step.verb, str(source))
            if start in self._by_start:
                raise ValueError(f"{step.verb} starts twice from {source}: where would it lead?")
            self._by_start[start] = step

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps)

    def steps_from(self, state: str) -> list[Step]:
        """The steps that start from a state, in the order of the table."""
        return [step for step in self._steps if str(state) in map(str, step.sources)]

    def check(self, verb: str, state: str, note: str = "") -> Step:
        """The step a verb takes from a state. Raises NotAllowedNow, or NoteNeeded when it must be justified."""
        step = self._by_start.get((verb, str(state)))
        if step is None:
            raise NotAllowedNow(
                Say(
                    "“%(step)s” is not possible: the record is “%(state)s”.",
                    step=self._label_of(verb),
                    state=self.labels[str(state)],
                )
            )
        if step.needs_note and not note.strip():
            raise NoteNeeded(Say("“%(step)s” needs a reason. Write one sentence that says why.", step=step.label))
        return step

    def _label_of(self, verb: str) -> Any:
        for step in self._steps:
            if step.verb == verb:
                return step.label
        raise KeyError(f"{verb} is no step of this life cycle")

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, in the language in force."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {state}: {label}" for state, label in self.labels.items()]
        lines += [f"    {source} --> {step.target}: {step.label}" for step in self._steps for source in step.sources]
        return "\n".join(lines) + "\n"
