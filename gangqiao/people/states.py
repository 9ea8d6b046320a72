"""The life cycle of an employment spell (domain notes 6.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.lifecycle import LifeCycle, Step
from gangqiao.people.codes import LISTS

PLANNED, DEPARTED, WORKING, VERIFIED, ENDED = tuple(LISTS["spell_status"])

SPELL = LifeCycle(
    (PLANNED, DEPARTED, WORKING, VERIFIED, ENDED),
    Step("people.depart", (PLANNED,), DEPARTED, _("Has left for work")),
    Step("people.start_work", (PLANNED, DEPARTED), WORKING, _("Has started work")),
    Step("people.verify_spell", (DEPARTED, WORKING), VERIFIED, _("Confirm that the person works"), tone="good"),
    Step("people.end_spell", (PLANNED, DEPARTED, WORKING, VERIFIED), ENDED, _("Has ended"), needs_note=True),
)
