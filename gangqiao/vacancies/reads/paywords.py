"""Pay as it is said: "3,500 to 5,000 yuan a month"."""

from __future__ import annotations

from django.utils.translation import gettext as _


def pay_words(form: str, low: int | None, high: int | None) -> str:
    """The pay (fen) in the reader's language; "" when no amount is known and it is not by the piece."""
    if low is None and high is None:
        return _("by the piece") if form == "piece" else ""
    low, high = (low if low is not None else high), (high if high is not None else low)
    amount = _yuan(low or 0) if low == high else f"{_yuan(low or 0)}\u2013{_yuan(high or 0)}"
    if form == "day":
        return _("%(amount)s yuan a day") % {"amount": amount}
    if form == "hour":
        return _("%(amount)s yuan an hour") % {"amount": amount}
    if form == "piece":
        return _("by the piece, most earn %(amount)s yuan a month") % {"amount": amount}
    return _("%(amount)s yuan a month") % {"amount": amount}


def _yuan(fen: int) -> str:
    """Without cents when there are none: nobody says 3,500.00."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}" if not rest else f"{whole:,}.{rest:02d}"
