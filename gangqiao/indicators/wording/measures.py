"""Names and conditions of the measures: who is counted."""

from django.utils.translation import gettext_noop

MEASURES = frozenset(
    {
        gettext_noop("Rural workers"),
        gettext_noop("Rural household registration, of working age on the day, able to work, alive, record kept here"),
        gettext_noop("Registered-poor workers"),
        gettext_noop("Rural workers registered as poor on the day"),
        gettext_noop("Rural workers in non-farm work"),
        gettext_noop(
            "Rural workers with at least one time of work recorded as non-farm, of any length and in any place,"
            " that touches the days from 1 January to the day; a departure that is only planned does not count"
        ),
        gettext_noop("Rural workers newly in non-farm work"),
        gettext_noop("Of these, those without any such work in the calendar year before"),
        gettext_noop("Registered-poor workers in non-farm work"),
        gettext_noop("Of the transferred, those registered as poor on the day"),
        gettext_noop("Of the newly transferred, those registered as poor on the day"),
        gettext_noop("Rural workers in non-farm work for the first time on the register"),
        gettext_noop("Of the transferred, those without any such work on the register before the period"),
        gettext_noop("Rural workers in non-farm work who were not in the same days of the year before"),
        gettext_noop("Of the transferred, those without any such work in the year before up to the same day"),
        gettext_noop("Rural workers in non-farm work on the day"),
        gettext_noop(
            "Rural workers whose non-farm work runs on the day itself; on the last day of a month, the stock of its end"
        ),
        gettext_noop("Workers whose work was organised"),
        gettext_noop(
            "Of the transferred, those with work in the period that government, agency, broker or enterprise "
            "organised, or who were taken from point to point"
        ),
        gettext_noop("Relocated workers"),
        gettext_noop("Rural workers relocated out of poverty, on the day"),
        gettext_noop("Rural workers who were in non-farm work on the last day before the period"),
        gettext_noop(
            "Rural workers of the day whose non-farm work ran on the last day before the period: the stock it began "
            "with"
        ),
        gettext_noop("Relocated workers in non-farm work"),
        gettext_noop("Of the transferred, those relocated out of poverty"),
        gettext_noop("Workers out of poverty"),
        gettext_noop("Rural workers recorded as out of poverty on the day"),
        gettext_noop("Workers out of poverty in non-farm work"),
        gettext_noop("Of the transferred, those recorded as out of poverty on the day"),
        gettext_noop("Monitored workers"),
        gettext_noop("Rural workers monitored against a return to poverty, on the day"),
        gettext_noop("Monitored workers in non-farm work"),
        gettext_noop("Of the transferred, those monitored against a return to poverty"),
        gettext_noop("Workers with a low income"),
        gettext_noop("Rural workers recorded with a low income on the day"),
        gettext_noop("Workers with a low income in non-farm work"),
        gettext_noop("Of the transferred, those recorded with a low income on the day"),
        gettext_noop("Workers hard to employ"),
        gettext_noop("Rural workers recorded as hard to employ on the day"),
        gettext_noop("Workers hard to employ in non-farm work"),
        gettext_noop("Of the transferred, those recorded as hard to employ on the day"),
    }
)
