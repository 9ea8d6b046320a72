"""What a user can act on is said in one sentence, wherever it is found."""

from __future__ import annotations

import re
from typing import Any


class Refusal(Exception):
    """Something was refused for a reason the user can mend.

    `sentence` says what is wrong, where, and how to mend it (translated when shown). `code` is stable and is what the
    API, the import and the offline client compare. `field` is the attribute key the sentence is about, or "".
    """

    def __init__(self, sentence: Any, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    @property
    def code(self) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def __str__(self) -> str:
        return str(self.sentence)


class Refusals(Exception):
    """Several refusals at once: every fault of a form or a row is told, not only the first."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("; ".join(str(r) for r in refusals))
        self.refusals = refusals
