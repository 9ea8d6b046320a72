"""The measures: who is counted, as a condition on one row of the fact."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from gangqiao.engine.figures.definition import Measure

Holds = Callable[[ir.Table], ir.BooleanValue]


def all_of(*columns: str) -> Holds:
    def holds(fact: ir.Table) -> ir.BooleanValue:
        together: ir.BooleanValue = fact[columns[0]].fill_null(False)
        for name in columns[1:]:
            together &= fact[name].fill_null(False)
        return together

    return holds


def but_not(column: str, other: str) -> Holds:
    return lambda f: f[column] & ~f[other]


COUNTED = (
    Measure(
        "rural_workers",
        "Rural workers",
        "Rural household registration, of working age on the day, able to work, alive, record kept here",
        all_of("is_rural_worker"),
    ),
    Measure(
        "poor_workers",
        "Registered-poor workers",
        "Rural workers registered as poor on the day",
        all_of("is_rural_worker", "is_poor"),
        within=("rural_workers",),
    ),
    Measure(
        "transferred",
        "Rural workers in non-farm work",
        "Rural workers with at least one time of work recorded as non-farm, of any length and in any place, "
        "that touches the days from 1 January to the day; a departure that is only planned does not count",
        all_of("transferred_ytd"),
        within=("rural_workers",),
    ),
    Measure(
        "new_transferred",
        "Rural workers newly in non-farm work",
        "Of these, those without any such work in the calendar year before",
        all_of("new_transferred"),
        within=("transferred",),
    ),
    Measure(
        "poor_transferred",
        "Registered-poor workers in non-farm work",
        "Of the transferred, those registered as poor on the day",
        all_of("transferred_ytd", "is_poor"),
        within=("transferred", "poor_workers"),
    ),
    Measure(
        "poor_new_transferred",
        "Registered-poor workers newly in non-farm work",
        "Of the newly transferred, those registered as poor on the day",
        all_of("new_transferred", "is_poor"),
        within=("new_transferred", "poor_transferred"),
    ),
    Measure(
        "new_ever",
        "Rural workers in non-farm work for the first time on the register",
        "Of the transferred, those without any such work on the register before the period",
        all_of("new_ever"),
        within=("new_transferred",),
    ),
    Measure(
        "new_same_period",
        "Rural workers in non-farm work who were not in the same days of the year before",
        "Of the transferred, those without any such work in the year before up to the same day",
        all_of("new_same_period"),
        within=("transferred",),
    ),
    Measure(
        "in_work_now",
        "Rural workers in non-farm work on the day",
        "Rural workers whose non-farm work runs on the day itself; on the last day of a month, the stock of its end",
        all_of("in_work_now"),
        within=("rural_workers",),
    ),
    Measure(
        "in_work_before",
        "Rural workers who were in non-farm work on the last day before the period",
        "Rural workers of the day whose non-farm work ran on the last day before the period: the stock it began with",
        all_of("in_work_before"),
        within=("rural_workers",),
    ),
    Measure(
        "organised_transferred",
        "Workers whose work was organised",
        "Of the transferred, those with work in the period that government, agency, broker or enterprise organised, "
        "or who were taken from point to point",
        all_of("transferred_ytd", "organised"),
        within=("transferred",),
    ),
)
CATEGORIES = (
    Measure(
        "relocated_workers",
        "Relocated workers",
        "Rural workers relocated out of poverty, on the day",
        all_of("is_rural_worker", "is_relocated"),
        within=("rural_workers",),
    ),
    Measure(
        "relocated_transferred",
        "Relocated workers in non-farm work",
        "Of the transferred, those relocated out of poverty",
        all_of("transferred_ytd", "is_relocated"),
        within=("transferred", "relocated_workers"),
    ),
    Measure(
        "out_of_poverty_workers",
        "Workers out of poverty",
        "Rural workers recorded as out of poverty on the day",
        all_of("is_rural_worker", "is_out_of_poverty"),
        within=("rural_workers",),
    ),
    Measure(
        "out_of_poverty_transferred",
        "Workers out of poverty in non-farm work",
        "Of the transferred, those recorded as out of poverty on the day",
        all_of("transferred_ytd", "is_out_of_poverty"),
        within=("transferred", "out_of_poverty_workers"),
    ),
    Measure(
        "monitored_workers",
        "Monitored workers",
        "Rural workers monitored against a return to poverty, on the day",
        all_of("is_rural_worker", "is_monitored"),
        within=("rural_workers",),
    ),
    Measure(
        "monitored_transferred",
        "Monitored workers in non-farm work",
        "Of the transferred, those monitored against a return to poverty",
        all_of("transferred_ytd", "is_monitored"),
        within=("transferred", "monitored_workers"),
    ),
    Measure(
        "low_income_workers",
        "Workers with a low income",
        "Rural workers recorded with a low income on the day",
        all_of("is_rural_worker", "is_low_income"),
        within=("rural_workers",),
    ),
    Measure(
        "low_income_transferred",
        "Workers with a low income in non-farm work",
        "Of the transferred, those recorded with a low income on the day",
        all_of("transferred_ytd", "is_low_income"),
        within=("transferred", "low_income_workers"),
    ),
    Measure(
        "hard_to_employ_workers",
        "Workers hard to employ",
        "Rural workers recorded as hard to employ on the day",
        all_of("is_rural_worker", "is_hard_to_employ"),
        within=("rural_workers",),
    ),
    Measure(
        "hard_to_employ_transferred",
        "Workers hard to employ in non-farm work",
        "Of the transferred, those recorded as hard to employ on the day",
        all_of("transferred_ytd", "is_hard_to_employ"),
        within=("transferred", "hard_to_employ_workers"),
    ),
)
