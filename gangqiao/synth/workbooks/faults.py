"""The mistakes people make in cells: each takes the true cell and gives the spoilt one, None when it cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np

from gangqiao.kernel.identifiers import id_check_character
from gangqiao.synth.workbooks.truth import in_chinese, words

Random = np.random.Generator
Spoil = Callable[[Any, Random], Any]
FULL_WIDTH = {ord("0") + n: chr(0xFF10 + n) for n in range(10)} | {ord("X"): "\uff38"}
EXCEL_EPOCH = dt.date(1899, 12, 30)


def id_as_number(value: str, rng: Random) -> Any:
    """A number cell keeps fifteen digits; the last three are lost for ever."""
    return float(value[:15] + "000") if value.isdigit() else None


def id_with_spaces(value: str, rng: Random) -> str:
    return f"{value[:6]} {value[6:14]} {value[14:]}" if rng.random() < 0.5 else f" {value} "


def id_full_width(value: str, rng: Random) -> str:
    return value.translate(FULL_WIDTH)


def id_of_fifteen_digits(value: str, rng: Random) -> str | None:
    """The number of before 1999: two digits of the year, no check digit."""
    return value[:6] + value[8:17] if value[6:8] == "19" else None


def id_lower_x(value: str, rng: Random) -> str | None:
    return value.lower() if value.endswith("X") else None


def id_wrong_check(value: str, rng: Random) -> str:
    right = id_check_character(value)
    return value[:17] + str((int(right if right != "X" else 3) + 1 + int(rng.integers(0, 8))) % 10)


def id_swapped_digits(value: str, rng: Random) -> str | None:
    """Two neighbouring digits of the running number or the day change places."""
    places = [p for p in range(10, 16) if value[p] != value[p + 1]]
    if not places:
        return None
    at = int(rng.choice(places))
    return value[:at] + value[at + 1] + value[at] + value[at + 2 :]


def id_digit_missing(value: str, rng: Random) -> str:
    at = int(rng.integers(6, 17))
    return value[:at] + value[at + 1 :]


def id_placeholder(value: str, rng: Random) -> str:
    return value[:6] + "99999" + value[11:]


def id_empty(value: str, rng: Random) -> str:
    return ""


def birth_shifted(value: str, rng: Random) -> Any:
    """A birthday beside the one in the ID number: a day, a month or a year off."""
    born = dt.date.fromisoformat(value)
    return (born + dt.timedelta(days=int(rng.choice([-365, -31, -1, 1, 31])))).isoformat()


def day_with_dots(value: str, rng: Random) -> str:
    day = dt.date.fromisoformat(value)
    return f"{day.year}.{day.month}.{day.day}"


def day_in_words(value: str, rng: Random) -> str:
    day = dt.date.fromisoformat(value)
    return str(words()["year_month_day"].format(day.year, day.month, day.day))


def day_as_eight_digits(value: str, rng: Random) -> Any:
    return int(value.replace("-", ""))


def day_as_serial(value: str, rng: Random) -> Any:
    """The number behind a day, left over when the format of the cell was lost."""
    return (dt.date.fromisoformat(value) - EXCEL_EPOCH).days


def day_impossible(value: str, rng: Random) -> str:
    return f"{value[:4]}-02-30"


def sex_wrong(value: str, rng: Random) -> str:
    man, woman = in_chinese("sex", "1"), in_chinese("sex", "2")
    return woman if value == man else man


def phone_as_number(value: str, rng: Random) -> Any:
    return int(value)


def phone_with_spaces(value: str, rng: Random) -> str:
    return f"{value[:3]} {value[3:7]} {value[7:]}"


def phone_digit_missing(value: str, rng: Random) -> str:
    return value[:-1]


def name_with_spaces(value: str, rng: Random) -> str:
    return f"{value[0]} {value[1:]}" if len(value) == 2 else f"{value} "


def name_other_dot(value: str, rng: Random) -> str | None:
    return value.replace("\u00b7", str(rng.choice([".", "\u30fb"]))) if "\u00b7" in value else None


def income_with_unit(value: Any, rng: Random) -> str:
    form = words()[str(rng.choice(["yuan_a_month", "about"]))]
    return str(form.format(value)) if rng.random() < 0.5 else f"{value}{words()['yuan']}"


def income_in_thousands(value: Any, rng: Random) -> str | None:
    return str(words()["thousand"].format(f"{value / 1000:g}")) if value else None


def income_too_large(value: Any, rng: Random) -> Any:
    """A zero too many."""
    return value * 10 if value else None


def place_too_coarse(value: str, rng: Random) -> str:
    return str(words()["unknown_place"])


def education_outside_list(value: str, rng: Random) -> str:
    return str(words()["wrong_education"])


# By column: the mistakes that happen there, each with how often it is made (share of the filled cells of a dirty file).
FAULTS: dict[str, list[tuple[float, Spoil]]] = {
    "id_number": [
        (0.006, id_with_spaces),
        (0.004, id_full_width),
        (0.004, id_of_fifteen_digits),
        (0.15, id_lower_x),
        (0.006, id_wrong_check),
        (0.004, id_swapped_digits),
        (0.004, id_digit_missing),
        (0.002, id_placeholder),
        (0.006, id_empty),
        (0.006, id_as_number),
    ],
    "birth_date": [
        (0.006, birth_shifted),
        (0.01, day_with_dots),
        (0.008, day_in_words),
        (0.008, day_as_eight_digits),
        (0.004, day_as_serial),
        (0.002, day_impossible),
    ],
    "started_on": [(0.03, day_with_dots), (0.02, day_in_words), (0.02, day_as_eight_digits), (0.01, day_as_serial)],
    "sex": [(0.004, sex_wrong)],
    "phone": [(0.03, phone_as_number), (0.01, phone_with_spaces), (0.006, phone_digit_missing)],
    "name": [(0.008, name_with_spaces), (0.5, name_other_dot)],
    "income": [(0.02, income_with_unit), (0.015, income_in_thousands), (0.006, income_too_large)],
    "destination": [(0.02, place_too_coarse)],
    "education": [(0.008, education_outside_list)],
}


def spoil(key: str, value: Any, rng: Random) -> tuple[str, Any] | None:
    """Perhaps a mistake in a cell: its kind and what stands there instead."""
    if value in ("", None) or key not in FAULTS:
        return None
    draw, edge = rng.random(), 0.0
    for share, fault in FAULTS[key]:
        edge += share
        if draw < edge:
            found = fault(value, rng)
            return None if found is None or found == value else (fault.__name__, found)
    return None
