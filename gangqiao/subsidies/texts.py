"""The texts of notices that subsidies send: what was decided, how much, whom to ask; never why somebody is poor."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.actor import Level
from gangqiao.messaging import templates
from gangqiao.messaging.states import Purpose
from gangqiao.messaging.templates import Param, Template

_WHAT = {"what": Param(20, Level.PERSONAL), "code": Param(12), "amount": Param(14, Level.PERSONAL)}


def _declare(key: str, label: Promise | str, words: Promise | str, **more: Any) -> Template:
    return templates.register(
        f"subsidies.{key}", label, purpose=Purpose.SUBSIDY, words=words, params={**_WHAT, **more}, longest=3, days=30
    )


APPROVED = _declare(
    "approved",
    _("A subsidy was approved"),
    _(
        "%(what)s, claim %(code)s: %(amount)s yuan were approved. The money goes to your own card. Nobody may ask you"
        " for a part of it."
    ),
)
PAID = _declare(
    "paid",
    _("A subsidy was paid"),
    _(
        "%(what)s, claim %(code)s: %(amount)s yuan were paid to your own card. Did you not get it, or did anybody ask"
        " for a part of it? Tell the township or call 12333."
    ),
)
RETURNED = _declare(
    "returned",
    _("The bank returned a subsidy"),
    _(
        "%(what)s, claim %(code)s: the bank returned %(amount)s yuan (%(reason)s). Please have your card looked at,"
        " and tell your village officer. The money is not lost."
    ),
    reason=Param(16),
)
REJECTED = _declare(
    "rejected",
    _("A subsidy was rejected"),
    _(
        "%(what)s, claim %(code)s over %(amount)s yuan was rejected. Your village officer has the reason in writing,"
        " and takes down what you say against it."
    ),
)
RECOVERING = _declare(
    "recovering",
    _("A subsidy is to be paid back"),
    _(
        "%(what)s, claim %(code)s: money of the %(amount)s yuan paid is asked back. Pay at the township only, against a"
        " receipt. You may object there."
    ),
)
