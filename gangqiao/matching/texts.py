"""The texts of notices that matching sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.messaging import templates
from gangqiao.messaging.states import Purpose
from gangqiao.messaging.templates import Param

OFFERED = templates.register(
    "matching.offered",
    _("A vacancy is offered"),
    purpose=Purpose.JOBS,
    words=_(
        "“%(title)s” at %(employer)s is offered to you. Tell your village officer yes or no by %(day)s."
        " A no is fine and has no consequence. Nobody may ask you for money."
    ),
    params={"title": Param(20), "employer": Param(24), "day": Param(kind="day")},
    longest=3,
    on_paper=False,
    days=5,
)
INTRODUCED = templates.register(
    "matching.introduced",
    _("An employer was told of somebody"),
    purpose=Purpose.JOBS,
    words=_(
        "You were introduced to %(employer)s for “%(title)s”. If you do not want this any more, tell your village"
        " officer: it has no consequence. Nobody may ask you for money."
    ),
    params={"title": Param(20), "employer": Param(24)},
    longest=3,
    on_paper=False,
    days=5,
)
ANSWER = templates.register(
    "matching.answer",
    _("What became of those introduced?"),
    purpose=Purpose.DUTY,
    words=_(
        "Somebody comes to you for “%(title)s”. Tell us by %(day)s what became of it, without an account: %(link)s"
    ),
    params={"title": Param(20), "day": Param(kind="day"), "link": Param(52, kind="link")},
    longest=3,
    on_paper=False,
    days=7,
)
