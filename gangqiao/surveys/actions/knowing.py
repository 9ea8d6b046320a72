"""What is known of whom answers are about, read once: before they are carried into the register, and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gangqiao.people.models import Household, Person
from gangqiao.surveys.models import AnswerSheet, QuestionVersion, Task
from gangqiao.surveys.reads import facts

Json = dict[str, Any]


@dataclass
class Known:
    """What is known of a household or a person.

    about   null: somebody who is still to be put on the register
    dated   rows of the person that hold now, by their set; recorded: values of the register; kept: of earlier sheets
    newest  the sheets that count for the task, of everybody in the household
    """

    about: Household | Person | None
    dated: dict[str, Any] = field(default_factory=dict)
    recorded: Json = field(default_factory=dict)
    kept: Json = field(default_factory=dict)
    newest: list[AnswerSheet] = field(default_factory=list)

    @property
    def values(self) -> Json:
        """By the keys of the questions. The register goes over earlier answers."""
        return self.kept | self.recorded

    @property
    def person(self) -> Person | None:
        return self.about if isinstance(self.about, Person) else None

    def read(self) -> None:
        """Read anew what the register says of the row as it is held here."""
        if isinstance(self.about, Person):
            self.dated = facts.dated_rows(self.about)
            self.recorded = facts.values_with(self.about, self.dated)
        elif self.about is not None:
            self.recorded = facts.household_values(self.about)

    def look_again(self) -> None:
        """The same after the row itself was changed."""
        if self.about is not None:
            self.about = type(self.about).objects.get(pk=self.about.pk)
            self.read()

    def keep(self, sheet: AnswerSheet, version: QuestionVersion) -> None:
        """Let the answers of one more sheet go over the earlier ones."""
        self.kept |= facts.kept_here([sheet], version)


def known_of(task: Task, about: Household | Person, version: QuestionVersion) -> Known:
    """What is known of the household of a task, or of a member, who is locked."""
    person = about if isinstance(about, Person) else None
    sheets, newest = facts.sheets_for(task, person)
    known = Known(about, kept=facts.kept_here(sheets, version), newest=newest)
    known.read()
    return known


def known_of_nobody(task: Task) -> Known:
    """The same of somebody who is not on the register: nothing but the sheets of the household."""
    return Known(None, newest=list(AnswerSheet.objects.filter(task=task, latest=True)))
