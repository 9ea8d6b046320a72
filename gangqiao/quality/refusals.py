"""What data quality refuses, in sentences."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class StillFound(Refusal):
    """Somebody said that a doubt is mended, and the check still finds it."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "The check still finds the same. Mend it on the page of the record, "
                "or say that it is right as it stands, with a reason."
            )
        )
