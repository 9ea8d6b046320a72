"""The texts of notices that vacancies send."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.messaging import templates
from gangqiao.messaging.states import Purpose
from gangqiao.messaging.templates import Param

CONFIRM = templates.register(
    "vacancies.confirm",
    _("Is the vacancy still open?"),
    purpose=Purpose.DUTY,
    words=_("Is “%(title)s” still open? Tap by %(day)s to confirm it or close it, without an account: %(link)s"),
    params={"title": Param(20), "day": Param(kind="day"), "link": Param(52, kind="link")},
    longest=3,
    on_paper=False,
    days=7,
)
