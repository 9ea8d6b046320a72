"""The tables the fact is made from, and the fact itself: names and types of their columns."""

from __future__ import annotations

import ibis

PERSONS = ibis.table(
    {
        "person_id": "int64",
        "area_id": "string",
        "household_id": "int64",
        "sex": "string",
        "birth_date": "date",
        "hukou_kind": "string",
        "population_category": "string",
        "labour_capacity": "string",
        "life": "string",
        "record": "string",
        "confirmed_on": "date",  # last day somebody confirmed the record
        "is_complete": "boolean",  # every required item that is asked of the person has a value
    },
    name="persons",
)
SPELLS = ibis.table(
    {
        "spell_id": "int64",
        "person_id": "int64",
        "status": "string",
        "started_on": "date",
        "ended_on": "date",  # last day of work; null: it goes on
        "is_full_time": "boolean",
        "is_farm_work": "boolean",
        "area_level": "string",
        "province": "string",  # key of the province where the work is
        "mode": "string",
        "sector": "string",
        "organised": "string",
        "evidence": "string",
        "monthly_income": "int64",  # fen
        "is_complete": "boolean",  # every required item has a value
    },
    name="spells",
)
CATEGORIES = ibis.table(
    {"person_id": "int64", "kind": "string", "valid_from": "date", "valid_to": "date"},
    name="categories",
)
INTENTIONS = ibis.table(
    {
        "person_id": "int64",
        "valid_from": "date",
        "valid_to": "date",  # first day it no longer holds
        "expires_on": "date",  # last day it holds
        "wants_work": "string",
        "planned_departure_on": "date",
    },
    name="intentions",
)
TABLES = {"persons": PERSONS, "spells": SPELLS, "categories": CATEGORIES, "intentions": INTENTIONS}

# When a figure is asked for on many days at once: which days, and on which of them a person is looked at.
DAYS = ibis.table(
    {
        "day": "date",
        "age_year": "int32",
        "age_month_day": "int32",
        "start": "date",
        "before_start": "date",
        "before_end": "date",
        "same_day_before": "date",
        "festival": "date",
        "festival_reference": "date",
        "returned_before": "date",
        "fresh_from": "date",
        "due_30": "date",
        "due_90": "date",
        "due_180": "date",
    },
    name="days",
)
ASKED = ibis.table({"person_id": "int64", "day": "date"}, name="asked")

FACT = ibis.table(
    {
        "person_id": "int64",
        "area_id": "string",
        "household_id": "int64",
        "sex": "string",
        "age": "int32",
        "age_band": "string",
        "is_registered": "boolean",
        "is_rural_worker": "boolean",
        # Categories held on the day.
        "is_poor": "boolean",
        "is_relocated": "boolean",
        "is_out_of_poverty": "boolean",
        "is_monitored": "boolean",
        "is_low_income": "boolean",
        "is_hard_to_employ": "boolean",
        # Work in the period up to the day.
        "transferred_ytd": "boolean",
        "new_transferred": "boolean",
        "new_ever": "boolean",
        "new_same_period": "boolean",
        "in_work_now": "boolean",
        "in_work_before": "boolean",  # on the last day before the period
        "spells_ytd": "int64",
        "departures_ytd": "int64",
        "days_ytd": "int64",
        "started_on": "date",
        "started_month": "string",
        "organised": "boolean",
        "evidence": "string",
        # The main spell of the period: the one that began last. Null without work in the period.
        "level": "string",
        "mode": "string",
        "sector": "string",
        "province": "string",
        "income_monthly": "int64",
        # Back at home, and what is wished.
        "returned_not_working": "boolean",
        "wants_work": "boolean",
        "planned_out": "boolean",
        # Still in work so many days after the first departure of the period; null before that day has come.
        "retained_30": "boolean",
        "retained_90": "boolean",
        "retained_180": "boolean",
        # Around Spring Festival.
        "had_post": "boolean",
        "departed_since_festival": "boolean",
        # The record itself.
        "has_overlap": "boolean",
        "is_complete": "boolean",
        "is_fresh": "boolean",
        "confirmed_on": "date",
        "spells_complete": "int64",
    },
    name="fact",
)
