"""What becomes of one entity of a submission."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    WAITING = "waiting", _("not worked off yet")
    HELD = "held", _("waits for what comes before it")
    APPLIED = "applied", _("carried into the register")
    FAILED = "failed", _("could not be carried over")
    SETTLED = "settled", _("settled by hand")


OPEN = (State.WAITING, State.HELD)
TO_DO = (State.HELD, State.FAILED)


class Conflict(TextChoices):
    """Whether somebody else wrote between what the sender saw and what was stored.

    soft: other items, or another branch; hard: the same item with another value. Only a person takes a hard one back.
    """

    NONE = "", _("none")
    SOFT = "soft", _("others changed other items")
    HARD = "hard", _("others changed the same items")
