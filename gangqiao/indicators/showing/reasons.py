"""Why somebody came to be counted between two snapshots, or ceased to be, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from gangqiao.indicators.snapshots.steps import Reason

REASONS = {
    Reason.TIME: gettext_lazy("The day moved on: age, a new year, a day known before that has come"),
    Reason.DEFINITION: gettext_lazy("The definition or one of its parameters changed"),
    Reason.REGISTERED: gettext_lazy("Newly put on the register"),
    Reason.RECORD: gettext_lazy("The record was moved out of the county or taken back"),
    Reason.MERGED: gettext_lazy("Two records of one person were put together"),
    Reason.DIED: gettext_lazy("Death recorded"),
    Reason.MOVED: gettext_lazy("Record moved to another area"),
    Reason.BIRTH_DATE: gettext_lazy("Date of birth corrected"),
    Reason.SEX: gettext_lazy("Sex corrected"),
    Reason.HUKOU: gettext_lazy("Kind of household registration changed"),
    Reason.WORKER: gettext_lazy("Population category or capacity to work changed"),
    Reason.FACT: gettext_lazy("Another fact of the person changed"),
    Reason.CATEGORY: gettext_lazy("Category given or ended"),
    Reason.WISH: gettext_lazy("Wish for work recorded"),
    Reason.SPELL_NEW: gettext_lazy("New time of work recorded"),
    Reason.SPELL_LATE: gettext_lazy("Time of work recorded late: it had begun before the first day"),
    Reason.SPELL_ENDED: gettext_lazy("End of a time of work recorded"),
    Reason.SPELL_ENDED_LATE: gettext_lazy("End of a time of work learned late: it had ended before the first day"),
    Reason.SPELL_CORRECTED: gettext_lazy("Time of work corrected"),
    Reason.SPELL_GONE: gettext_lazy("Time of work taken back"),
    Reason.UNKNOWN: gettext_lazy("No single reason found"),
}
