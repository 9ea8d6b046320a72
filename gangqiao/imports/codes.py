"""The reasons by which rows are grouped, in words for the pages. A code is for ever: rows in databases carry it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Any] = {
    # of a cell
    "id_wrong": _("ID number wrong"),
    "id_as_number": _("ID number damaged by the spreadsheet"),
    "id_empty": _("ID number empty"),
    "columns_swapped": _("name and ID number exchanged"),
    "name_wrong": _("name not readable"),
    "name_empty": _("name empty"),
    "name_with_remark": _("remark within the name"),
    "phone_wrong": _("phone number wrong"),
    "several_phones": _("several phone numbers"),
    "number_damaged": _("number damaged by the spreadsheet"),
    "number_wrong": _("number not readable"),
    "text_wrong": _("text does not fit"),
    "day_wrong": _("day not readable"),
    "day_incomplete": _("month without a day"),
    "day_far_off": _("day far in the future"),
    "day_short_year": _("year of two digits"),
    "income_wrong": _("amount not readable"),
    "income_range": _("amount is a range"),
    "income_at_least": _("amount is not exact"),
    "income_not_monthly": _("amount is not for one month"),
    "income_implausible": _("amount hardly right"),
    "income_far_off": _("amount far from the register's"),
    "not_in_list": _("word outside the list"),
    "not_yes_no": _("neither yes nor no"),
    "place_not_found": _("place not found"),
    "place_not_clear": _("place not clear"),
    "place_too_coarse": _("place too coarse"),
    # of the person
    "numbers_differ": _("ID number and person number disagree"),
    "elsewhere": _("on the register elsewhere"),
    "id_differs": _("other ID number on the register"),
    "person_not_clear": _("person not clear"),
    "found_by_name": _("found by name only"),
    "said_gone": _("said to have died"),
    "record_closed": _("record closed"),
    "birth_differs": _("date of birth differs from the ID number"),
    "sex_differs": _("sex differs from the ID number"),
    "age_differs": _("age differs from the ID number"),
    "name_near": _("name written differently"),
    "name_differs": _("ID number of somebody else"),
    "row_twice": _("row twice in the file"),
    "row_differs": _("same ID number, different content"),
    "other_table": _("in a second table of the sheet"),
    # of the household
    "other_household": _("in another household"),
    "two_heads": _("two heads"),
    "household_not_clear": _("household not clear"),
    "group_not_clear": _("villagers' group not clear"),
    "relation_missing": _("relation to the head missing"),
    "phone_of_another_household": _("phone of another household"),
    # of work, wishes and categories
    "not_working": _("said not to work, work on the register"),
    "first_day_missing": _("first day of work missing"),
    "works_elsewhere": _("works elsewhere since an unknown day"),
    "work_has_ended": _("work ended on the register"),
    "changed_work": _("changed work"),
    "wish_incomplete": _("wish to work not said"),
    "category_differs": _("category differs"),
}
