"""Numbers that name a person, an employer or a telephone: normal form, faults told precisely, masks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

# Made numbers carry a county code that GB/T 2260 has never given out: valid in form, recognisable at a glance.
MADE_COUNTY_CODE = "532599"
ORDERS_A_DAY = 500  # made numbers there are for one birthday and sex

# GB/T 2260 provinces, and 81-83 for residence permits of Hong Kong, Macao and Taiwan residents. Only the province is
# checked: county codes change (Mile was 532526 until 2013), and who was born before keeps the old one.
# fmt: off
PROVINCE_CODES = frozenset((
    "11", "12", "13", "14", "15",
    "21", "22", "23",
    "31", "32", "33", "34", "35", "36", "37",
    "41", "42", "43", "44", "45", "46",
    "50", "51", "52", "53", "54",
    "61", "62", "63", "64", "65",
    "71",
    "81", "82", "83",
))
# fmt: on
RECENT_BIRTH = 2000  # no clock has ever shown an earlier year here: who is older was not born in the future
EARLIEST_BIRTH = 1880

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# Digits are summed as ASCII bytes; the remainder table is turned by what the 48 of each "0" adds.
_ID_OFFSET = 48 * sum(_ID_WEIGHTS) % 11
_ID_CHECKS = "".join("10X98765432"[(r - _ID_OFFSET) % 11] for r in range(11))

_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUES = {letter: value for value, letter in enumerate(_CREDIT_LETTERS)}
_CREDIT_WEIGHTS = tuple(3**i % 31 for i in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202C, 0x202D, 0x2060, 0xFEFF))
_SPREADSHEET_NUMBER = re.compile(r"\d+(\.\d+)?E\+?\d+|\d+\.0*", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
# Three-digit area codes are Beijing and the 02x cities; all others have four digits.
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d\d)(\d{7,8})")


class WrongIdNumber(Refusal):
    """An ID number that cannot be the one on the card."""


class WrongCreditCode(Refusal):
    """A unified social credit code that cannot be the one on the licence."""


class WrongPhone(Refusal):
    """A telephone number that cannot be dialled in mainland China."""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A citizen ID number in normal form: 18 characters, `X` upper case."""

    text: str
    birth_date: date

    @property
    def sex(self) -> str:
        """GB/T 2261.1: "1" man, "2" woman, from the parity of the 17th digit."""
        return "1" if int(self.text[16]) % 2 else "2"

    @property
    def county_code(self) -> str:
        """The county of first registration, not of residence."""
        return self.text[:6]

    @property
    def made(self) -> bool:
        """True for a number of a synthetic person."""
        return self.text.startswith(MADE_COUNTY_CODE)


def parse_id_number(raw: object) -> IdNumber:
    """Normal form of an ID number (GB 11643-1999): full width, spaces, small x and 15 digits are understood.

    Raises WrongIdNumber, whose sentence names the first fault: kind of cell, letters, length, province, birthday,
    check character. A number in a spreadsheet cell is refused, because it has lost its last digits.
    """
    text = _id_text(raw)
    birth = _birth_date(text)
    if text[17] != (check := id_check_character(text)):
        raise WrongIdNumber(
            Say(
                "The last character should be %(right)s, not %(wrong)s: one of the digits is mistyped.",
                right=check,
                wrong=text[17],
            )
        )
    return IdNumber(text, birth)


def id_check_character(text: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064 MOD 11-2)."""
    return _ID_CHECKS[sum(map(mul, _ID_WEIGHTS, text.encode("ascii"))) % 11]


def make_id_number(birth: date, sex: str, order: int) -> str:
    """A made ID number, valid in form; `order` from 0 to 499 tells apart people of one birthday and sex."""
    if not 0 <= order < ORDERS_A_DAY:
        raise ValueError(f"order {order} is not between 0 and {ORDERS_A_DAY - 1}")
    body = f"{MADE_COUNTY_CODE}{birth.year:04d}{birth.month:02d}{birth.day:02d}{2 * order + (sex == '1'):03d}"
    return body + id_check_character(body)


def _id_text(raw: object) -> str:
    """18 characters: 17 digits and a digit or X; province known."""
    text = _typed(raw, WrongIdNumber, Say("The ID number is empty. Type it from the card."))
    if len(text) not in (15, 18) or not text.isascii() or not text[:17].isdigit() or text[17:] not in _ID_ENDS:
        raise WrongIdNumber(_wrong_form(text))
    if text[:2] not in PROVINCE_CODES:
        raise WrongIdNumber(
            Say("No province has the code %(code)s. Look at the first two digits again.", code=text[:2])
        )
    if len(text) == 15:
        body = text[:6] + "19" + text[6:]
        return body + id_check_character(body)
    return text


_ID_ENDS = frozenset(["", "X", *"0123456789"])


def _wrong_form(text: str) -> Say:
    """What is wrong with the letters or the length."""
    if _SPREADSHEET_NUMBER.fullmatch(text):
        return Say(
            "The spreadsheet has turned the ID number into a number and lost digits. "
            "Format the column as text and type it again."
        )
    for place, character in enumerate(text, start=1):
        if character not in "0123456789" and not (character == "X" and place == 18):
            return Say(
                "The ID number has “%(character)s” at place %(place)s. Only digits may stand there; X only at the end.",
                character=character,
                place=place,
            )
    if len(text) < 18:
        return Say("The ID number has %(n)s of its 18 digits. Look at the card again.", n=len(text))
    return Say("The ID number has %(n)s digits; it needs 18. Look at the card again.", n=len(text))


def _birth_date(text: str) -> date:
    try:
        birth = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        raise WrongIdNumber(
            Say(
                "The birthday in the ID number, %(year)s-%(month)s-%(day)s, is no day of the calendar. "
                "Look at digits 7 to 14 again.",
                year=text[6:10],
                month=text[10:12],
                day=text[12:14],
            )
        ) from None
    if birth.year < EARLIEST_BIRTH:
        raise WrongIdNumber(
            Say(
                "The birthday in the ID number, %(day)s, is before %(year)s. Look at digits 7 to 10 again.",
                day=birth,
                year=EARLIEST_BIRTH,
            )
        )
    if birth.year >= RECENT_BIRTH and birth > clock.today():
        raise WrongIdNumber(
            Say("The birthday in the ID number, %(day)s, is in the future. Look at digits 7 to 14 again.", day=birth)
        )
    return birth


def _typed(raw: object, refusal: type[Refusal], empty: Say) -> str:
    """What was typed: half width, upper case, without spaces. Numeric cells are refused."""
    if isinstance(raw, str):
        text = raw if raw.isascii() else unicodedata.normalize("NFKC", raw).translate(_INVISIBLE)
        text = "".join(text.split()).upper()
        if text:
            return text
        raise refusal(empty)
    if raw is None:
        raise refusal(empty)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        raise refusal(Say("A number cell has lost digits of the number. Format the column as text and type it again."))
    raise refusal(Say("“%(text)s” is no number. Type it as text.", text=raw))


def parse_credit_code(raw: object) -> str:
    """Normal form of a unified social credit code (GB 32100-2015). Raises WrongCreditCode with the first fault."""
    text = _typed(raw, WrongCreditCode, Say("The credit code is empty. Type it from the business licence."))
    for place, character in enumerate(text, start=1):
        if character not in _CREDIT_VALUES:
            raise WrongCreditCode(
                Say(
                    "The credit code has “%(character)s” at place %(place)s. It has only digits and capital letters, "
                    "never I, O, S, V or Z.",
                    character=character,
                    place=place,
                )
            )
    if len(text) != 18:
        raise WrongCreditCode(
            Say("The credit code should have 18 characters; counted here: %(n)s. Look at the licence.", n=len(text))
        )
    if not text[2:8].isdigit():
        raise WrongCreditCode(Say("Places 3 to 8 of the credit code must be digits: they name the registering county."))
    if text[17] != (check := credit_check_character(text)):
        raise WrongCreditCode(
            Say(
                "The last character of the credit code should be %(right)s, not %(wrong)s: one character is mistyped.",
                right=check,
                wrong=text[17],
            )
        )
    return text


def credit_check_character(text: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015, 31 letters, weights 3^i mod 31)."""
    total = sum(weight * _CREDIT_VALUES[letter] for weight, letter in zip(_CREDIT_WEIGHTS, text, strict=False))
    return _CREDIT_LETTERS[-total % 31]


def make_credit_code(order: int) -> str:
    """A made credit code of an enterprise, valid in form; `order` from 0 to 99,999,999."""
    organisation = f"{order:08d}"
    rest = -sum(w * int(d) for w, d in zip(_ORGANISATION_WEIGHTS, organisation, strict=True)) % 11
    body = f"91{MADE_COUNTY_CODE}{organisation}{'X' if rest == 10 else rest}"
    return body + credit_check_character(body)


def parse_phone(raw: object) -> str:
    """Normal form of a mainland number: `13987654321`, or `0873-6122345` for a fixed line. Raises WrongPhone.

    A number cell is accepted when it gives a mobile number: eleven digits are few enough to survive a spreadsheet.
    """
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 0 < raw < 1e12 and raw == int(raw):
        raw = str(int(raw))
    text = _typed(raw, WrongPhone, Say("The telephone number is empty. Ask for it."))
    digits = re.sub(r"[-()\u2010-\u2015\u2212]", "", text)
    digits = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", digits)
    if _MOBILE.fullmatch(digits):
        return digits
    if landline := _LANDLINE.fullmatch(digits):
        return f"{landline[1]}-{landline[2]}"
    raise WrongPhone(_wrong_phone(digits))


def _wrong_phone(digits: str) -> Say:
    if not (digits.isascii() and digits.isdigit()):
        return Say("“%(text)s” is not a telephone number. Type digits only.", text=digits)
    if digits.startswith("1"):
        if len(digits) == 11:
            return Say("No mobile number begins with %(start)s. Ask for the number again.", start=digits[:2])
        return Say("A mobile number has 11 digits; counted here: %(n)s. Ask for the number again.", n=len(digits))
    if len(digits) in (7, 8) and not digits.startswith("0"):
        return Say("The area code of the fixed line is missing. Type it first, for example 0873-%(n)s.", n=digits)
    return Say("“%(text)s” is neither a mobile number of 11 digits nor a fixed line with its area code.", text=digits)


def mask_id(text: str, *, birthday_shown: bool) -> str:
    """An ID number to show to everybody: its last four characters, or only the last one beside a birthday.

    Beside a birthday the last four leave a single candidate in a county, so the usual mask would hide nothing.
    """
    shown = 1 if birthday_shown else 4
    if len(text) <= 2 * shown:  # some other, short document: half of it would be most of it
        return "*" * len(text)
    return "*" * (len(text) - shown) + text[-shown:]


def mask_phone(text: str) -> str:
    """`139****4321`; of a fixed line the area code and the last two digits."""
    area, dash, local = text.partition("-")
    if dash:
        return f"{area}-{'*' * (len(local) - 2)}{local[-2:]}"
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}" if len(text) >= 9 else "*" * len(text)


def mask_name(text: str) -> str:
    """A name for public lists: first and last character; of two characters the first, of one none."""
    if len(text) < 3:
        return text[:1] + "*" if len(text) == 2 else "*" * len(text)
    return text[0] + "*" * (len(text) - 2) + text[-1]
