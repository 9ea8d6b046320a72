"""The life of an export: asked for, approved by a second person when it holds what is sensitive, made, expired."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Status(TextChoices):
    """An export without sensitive columns begins as APPROVED: nobody has to be asked."""

    ASKED = "asked", _("waits for approval")
    APPROVED = "approved", _("being made")
    REFUSED = "refused", _("not approved")
    MADE = "made", _("ready")
    FAILED = "failed", _("not made")
    EXPIRED = "expired", _("expired")


EXPORT = LifeCycle(
    Status,
    Step("exports.approve", (Status.ASKED,), Status.APPROVED, _("Approve"), tone="good"),
    Step("exports.refuse", (Status.ASKED,), Status.REFUSED, _("Refuse"), tone="danger", needs_note=True),
    # The three that the product takes by itself; no role holds them.
    Step("exports.make", (Status.APPROVED,), Status.MADE, _("Made")),
    Step("exports.fail", (Status.APPROVED,), Status.FAILED, _("Not made")),
    Step("exports.expire", (Status.MADE,), Status.EXPIRED, _("Expired")),
)
