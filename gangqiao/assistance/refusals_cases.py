"""Why an act about a case of help can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class WordsForAnotherClass(Refusal):
    """A class was decided that the rules do not propose, without words."""

    def __init__(self) -> None:
        super().__init__(Say("The rules propose another class. Say in words why you decide otherwise."), field="words")


class NetNeedsFour(Refusal):
    """Class C was decided though not all its conditions are met."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "Class C needs all four conditions. Look at those that are not met; if the township decides for it all "
                "the same, tick that it does and say why."
            ),
            field="overrules",
        )


class ReasonForNone(Refusal):
    """None of the classes was decided, without a reason."""

    def __init__(self) -> None:
        super().__init__(Say("Say why none of the three classes fits."), field="none_reason")


class NothingProposed(Refusal):
    """The proposal was accepted of somebody for whom the rules propose none."""

    def __init__(self) -> None:
        super().__init__(Say("The rules propose no class here: data is missing. Open the case and see what to ask."))


class NothingToPlan(Refusal):
    """Measures were planned for somebody of no class."""

    def __init__(self) -> None:
        super().__init__(Say("Who is in none of the three classes has no plan. Assess anew if that has changed."))


class NoMeasureYet(Refusal):
    """A plan without a measure of its class."""

    def __init__(self) -> None:
        super().__init__(Say("The plan has no measure of this class yet. Add one first."))


class MeasureOfOtherClass(Refusal):
    """A measure that is none of the class's."""

    def __init__(self) -> None:
        super().__init__(Say("This measure is for another class. Choose one of the list."), field="kind")


class MeasureRunsAlready(Refusal):
    """The same measure twice."""

    def __init__(self) -> None:
        super().__init__(Say("This measure is in the plan already. Change its day or its owner there."), field="kind")


class NotBeforeToday(Refusal):
    """A next day that lies in the past."""

    def __init__(self) -> None:
        super().__init__(Say("The next day lies in the past. Give a day from today on."), field="due_on")


class LastMeasure(Refusal):
    """The last live measure of an active case cannot end by itself."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "This is the last measure of the case. Add the next one first, record that the aim is met, or ask for "
                "a new assessment."
            )
        )
