"""Money is a whole number of fen; yuan exist only on paper and on the screen."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

# Above this an amount of one county's programme is a slip of the keyboard: a thousand million yuan.
MOST_FEN = 100_000_000_000

# Commas only between groups of three: "1,50" may be meant as one and a half, or as 150.
_YUAN = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
# The yuan and renminbi signs and words people write around an amount, after NFKC.
_AROUND = dict.fromkeys((0xA5, 0x5143, 0x20, 0x09))


class WrongAmount(Refusal):
    """An amount that cannot be read as yuan and fen."""


def parse_yuan(raw: object) -> int:
    """Fen of an amount written in yuan: `"1,000.50"` gives 100050. Numbers of a spreadsheet cell are read too.

    Raises WrongAmount for an empty, negative, huge or unclear amount, and for a third decimal.
    """
    text = _written(raw)
    if not text:
        raise WrongAmount(Say("The amount is empty. Type it in yuan, for example 1500.00."))
    if text.startswith("-"):
        raise WrongAmount(Say("The amount %(text)s is negative. Type it without the minus sign.", text=text))
    match = _YUAN.fullmatch(text)
    if match is None:
        if re.fullmatch(r"[\d,]+\.\d{3,}", text):
            raise WrongAmount(Say("The amount %(text)s has parts smaller than a fen. Keep two decimals.", text=text))
        raise WrongAmount(
            Say("“%(text)s” is not an amount in yuan. Type only the number, for example 1500.00.", text=text)
        )
    fen = int(match[1].replace(",", "")) * 100 + int((match[2] or "").ljust(2, "0"))
    if fen > MOST_FEN:
        raise WrongAmount(Say("The amount %(text)s is too large. Type it in yuan, not in fen.", text=text))
    return fen


def format_yuan(fen: int) -> str:
    """Yuan with two decimals and commas: 100050 gives `"1,000.50"`. The currency sign is the page's matter."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def _written(raw: object) -> str:
    """The amount as it would be typed. A float is taken as the shortest decimal that reads back the same."""
    if raw is None or isinstance(raw, bool):
        return "" if raw is None else str(raw)
    if isinstance(raw, (int, float, Decimal)):
        exact = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
        return format(exact, "f").rstrip("0").rstrip(".") if "." in format(exact, "f") else format(exact, "f")
    return unicodedata.normalize("NFKC", str(raw)).translate(_AROUND)
