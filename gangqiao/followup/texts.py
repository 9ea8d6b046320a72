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

_CASE = {"about": Param(8), "employer": Param(20), "until": Param(kind="day")}
CASE_OPENED = templates.register(
    "followup.case_opened",
    _("A case of a worker was opened"),
    purpose=Purpose.FOLLOW_UP,
    words=_("A case of a worker was opened: %(about)s, %(employer)s. To be answered by %(until)s."),
    params=_CASE,
    days=30,
)
CASE_HANDED_ON = templates.register(
    "followup.case_handed_on",
    _("A case of a worker was handed on"),
    purpose=Purpose.FOLLOW_UP,
    words=_("A case of a worker was handed on to you: %(about)s, %(employer)s. To be answered by %(until)s."),
    params=_CASE,
    days=30,
)
CASE_OVERDUE = templates.register(
    "followup.case_overdue",
    _("A case of a worker is over its day"),
    purpose=Purpose.FOLLOW_UP,
    words=_("A case of a worker is over its day: %(about)s, %(employer)s. It was to be answered by %(until)s."),
    params=_CASE,
    days=30,
)
