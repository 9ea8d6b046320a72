"""The texts messaging sends itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.messaging import templates
from gangqiao.messaging.states import Purpose
from gangqiao.messaging.templates import Param

TRIAL = templates.register(
    "messaging.trial",
    _("Trial of the gateway"),
    purpose=Purpose.DUTY,
    words=_("Trial of the county's messages, sent at %(at)s. Nothing needs to be done."),
    params={"at": Param(kind="moment")},
    longest=1,
    on_paper=False,
    days=1,
)
