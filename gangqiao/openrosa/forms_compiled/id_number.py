"""A number of an identity card judged in XPath, as `kernel.identifiers.parse_id_number` judges it (GB 11643-1999)."""

from __future__ import annotations

from gangqiao.kernel.identifiers import EARLIEST_BIRTH, PROVINCE_CODES

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# The check character is the one at the remainder of the weighted sum.
_CHECKS = "10X98765432"
# Typed in full width, in lower case or with gaps: the first signs have a counterpart, the others are taken out.
_WIDE = "".join(chr(0xFF10 + n) for n in range(10)) + chr(0xFF38) + chr(0xFF58) + "x"
_GAPS = " \u3000\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u202d\u2060\ufeff"


def normal(x: str) -> str:
    """The number without gaps, half width, upper case."""
    return f"translate({x}, '{_WIDE}{_GAPS}', '0123456789XXX')"


def is_valid(x: str, today: str) -> str:
    """True for a valid number. today: the day as a number 20200316."""
    n = normal(x)
    provinces = " ".join(sorted(PROVINCE_CODES))
    known_province = f"selected('{provinces}', substr({n}, 0, 2))"
    old = f"(regex({n}, '^[0-9]{{15}}$') and {_is_day(n, 6, 8)})"
    shape = f"regex({n}, '^[0-9]{{17}}[0-9X]$')"
    new = f"({shape} and {_is_day(n, 6, 10)} and {_in_time(n, today)} and {_checks(n)})"
    return f"({known_province} and ({old} or {new}))"


def birth_of(x: str) -> str:
    """The birthday in a valid number as 2020-03-16."""
    n = normal(x)
    long = f"concat(substr({n}, 6, 10), '-', substr({n}, 10, 12), '-', substr({n}, 12, 14))"
    short = f"concat('19', substr({n}, 6, 8), '-', substr({n}, 8, 10), '-', substr({n}, 10, 12))"
    return f"if(string-length({n}) = 15, {short}, {long})"


def sex_of(x: str) -> str:
    """The code of the sex in a valid number (GB/T 2261.1)."""
    n = normal(x)
    digit = f"if(string-length({n}) = 15, substr({n}, 14, 15), substr({n}, 16, 17))"
    return f"if(number({digit}) mod 2 = 1, '1', '2')"


def day_is_real(year: str, month: str, day: str) -> str:
    """True for a day of the calendar; the three are numbers."""
    leap = f"({year} mod 4 = 0 and ({year} mod 100 != 0 or {year} mod 400 = 0))"
    longest = f"if({month} = 2, if({leap}, 29, 28), if(selected('4 6 9 11', string({month})), 30, 31))"
    return f"({year} >= 1 and {month} >= 1 and {month} <= 12 and {day} >= 1 and {day} <= {longest})"


def _is_day(n: str, start: int, end: int) -> str:
    """The birthday whose year stands from start to end (exclusive), with month and day behind it."""
    digits = f"substr({n}, {start}, {end})"
    four = f"concat('19', {digits})" if end - start == 2 else digits
    month, day = f"number(substr({n}, {end}, {end + 2}))", f"number(substr({n}, {end + 2}, {end + 4}))"
    return day_is_real(f"number({four})", month, day)


def _in_time(n: str, today: str) -> str:
    return f"number(substr({n}, 6, 10)) >= {EARLIEST_BIRTH} and number(substr({n}, 6, 14)) <= {today}"


def _checks(n: str) -> str:
    terms = " + ".join(f"{weight} * number(substr({n}, {at}, {at + 1}))" for at, weight in enumerate(_WEIGHTS))
    remainder = f"(({terms}) mod 11)"
    # Counted from 0; the sign at a place is taken out of the text, not looked up in a list.
    return f"substr('{_CHECKS}', {remainder}, {remainder} + 1) = substr({n}, 17, 18)"
