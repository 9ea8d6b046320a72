"""The texts of notices that the follow-up sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.messaging import templates
from gangqiao.messaging.states import Purpose
from gangqiao.messaging.templates import Param

SLIP = templates.register(
    "followup.slip",
    _("The worker's slip"),
    purpose=Purpose.FOLLOW_UP,
    words=_(
        "At %(employer)s you were promised: %(promised)s. Not so, or in need? Help line %(line)s, station %(station)s."
        " To object or to stop sharing, tell your village officer: it has no consequence. Nobody may ask you for money."
    ),
    params={"employer": Param(16), "promised": Param(40), "line": Param(8), "station": Param(28)},
    longest=4,
    on_paper=True,
    days=14,
)
