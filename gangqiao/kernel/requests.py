"""The number of the request being answered, so that the audit, the log and the error page name the same one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

_REQUEST_ID: ContextVar[str] = ContextVar("gangqiao_request_id", default="")


def current_request_id() -> str:
    """The number of the request being answered; "" outside of a request (jobs, commands)."""
    return _REQUEST_ID.get()


@contextmanager
def request_numbered() -> Iterator[str]:
    """Give this request a new number for as long as the block runs.

    The number is always our own. One sent by the client is not taken over: it would let a caller write into the log.
    """
    number = uuid4().hex
    token = _REQUEST_ID.set(number)
    try:
        yield number
    finally:
        _REQUEST_ID.reset(token)
