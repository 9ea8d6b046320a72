"""A pasted message read into drafts of vacancies.

    reading = read(text, today=clock.today(), find_place_key=...)
    reading.drafts[0].fields["pay_min"]   value, span of the text, confidence, doubt
    reading.drafts[0].missing             keys to ask for
    reading.drafts[0].limits              limits that need a legal reason
    reading.fees                          money asked of the worker: the message is refused

Nothing is stored here and no model is asked; the reader decides what is taken.
"""

from __future__ import annotations

from gangqiao.vacancies.pasting.found import Draft, Fee, Found, Limit, Reading
from gangqiao.vacancies.pasting.reading import REQUIRED, read

__all__ = ["REQUIRED", "Draft", "Fee", "Found", "Limit", "Reading", "read"]
