"""What may be refused about probable duplicates, each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class AnswerMissing(Refusal):
    """A question was to be answered with nothing."""

    def __init__(self) -> None:
        super().__init__(_("Write in a few words what you found out about this record."), field="answer")


class AlreadyAnswered(Refusal):
    """Somebody else has answered the question meanwhile."""

    def __init__(self, who: str) -> None:
        super().__init__(Say("%(who)s has answered this question already. Nothing is left to do here.", who=who))
