"""Questions that lead on to others. They are asked, but are no facts of the register: the facts behind them are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.attributes import AttributeSet, YesNoUnknown

GATES = AttributeSet(
    "survey",
    _("Survey"),
    YesNoUnknown(key="works_now", label=_("Works for pay now"), heading="目前是否就业", source="R036", required=True),
    YesNoUnknown(key="has_skill", label=_("Has a skill"), heading="有无技能", source="R033", required=True),
    YesNoUnknown(key="has_business", label=_("Runs an own business"), heading="是否创业", source="R038", required=True),
)
