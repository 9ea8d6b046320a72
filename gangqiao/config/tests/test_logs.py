"""Faults are logged with the request's number, and without the person they were about (security.md, control 40)."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from typing import Any

import pytest
from django.db import IntegrityError

from gangqiao.config.logs import logging_config
from gangqiao.kernel.requests import request_numbered

ID, PHONE = "53259919950703013X", "13900000001"


@pytest.fixture
def lines() -> Any:
    """What the configured handler writes."""
    logging.config.dictConfig(logging_config())
    written = io.StringIO()
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_a_fault_carries_its_traceback_and_the_number_of_the_request(lines: Any) -> None:
    with request_numbered() as number:
        try:
            raise RuntimeError("broken")
        except RuntimeError:
            logging.getLogger("gangqiao.people").exception("the page failed")
    (entry,) = lines()
    assert (entry["request"], entry["level"], entry["event"]) == (number, "error", "the page failed")
    assert "RuntimeError: broken" in entry["exception"]


def test_no_personal_value_reaches_the_log(lines: Any) -> None:
    row = f"null value violates constraint\nDETAIL:  Failing row contains (7, 普建国, {ID}, {PHONE})."
    try:
        raise IntegrityError(row)
    except IntegrityError:
        logging.getLogger("gangqiao.people").exception("could not store %s of %s", ID, PHONE)
    (entry,) = lines()
    text = json.dumps(entry, ensure_ascii=False)
    assert "null value violates constraint" in text
    for canary in (ID, PHONE, "普建国"):
        assert canary not in text


def test_a_uuid_stays_readable(lines: Any) -> None:
    logging.getLogger("gangqiao").warning("record 00000000-0000-4000-8000-123456789012 changed")
    assert "123456789012" in lines()[0]["event"]
