"""The texts of notices that training sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.actor import Level
from gangqiao.messaging import templates
from gangqiao.messaging.states import Purpose
from gangqiao.messaging.templates import Param

ENROLLED = templates.register(
    "training.enrolled",
    _("Enrolled in a course"),
    purpose=Purpose.TRAINING,
    words=_(
        "%(name)s: you are enrolled in %(course)s, from %(day)s, at %(place)s. You did not ask for it, or do not want"
        " it? Call %(phone)s or tell your village: nobody asks why, and it has no consequence. It costs you nothing."
    ),
    params={
        "name": Param(12, Level.PERSONAL), "course": Param(24), "day": Param(kind="day"), "place": Param(30),
        "phone": Param(20),
    },
    longest=3,
    on_paper=True,
    days=14,
)  # fmt: skip
