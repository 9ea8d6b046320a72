"""The log of the program: a JSON line per entry on standard error, with the request's number, no personal values.

Who did what is in the audit log (`gangqiao.audit`); this one is for faults. A database error quotes the failing row, so
what it quotes is taken out (security.md, control 40).
"""

from __future__ import annotations

import re
from typing import Any

import structlog

from gangqiao.kernel.requests import current_request_id

NUMBER = re.compile(r"(?<![\w-])\d{11,18}[\dXx]?(?![\w-])")  # ID numbers, phones, accounts; not the parts of a uuid
KEY_IN_ADDRESS = re.compile(r"(/key/)[^/\s]+")  # the keys of phone apps (gangqiao.openrosa)
QUOTED_ROW = re.compile(r"^.*(DETAIL|Failing row contains|Key \(|CONTEXT).*$", re.MULTILINE)
MASK = "***"


def without_personal_values(_logger: Any, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Take quoted rows and long numbers out of every text of an entry."""
    return {key: _clean(value) if isinstance(value, str) else value for key, value in entry.items()}


def _clean(text: str) -> str:
    return KEY_IN_ADDRESS.sub(rf"\1{MASK}", NUMBER.sub(MASK, QUOTED_ROW.sub(MASK, text)))


def with_request(_logger: Any, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Add the number of the request, the same that the error page shows."""
    if number := current_request_id():
        entry["request"] = number
    return entry


BEFORE = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    with_request,
    structlog.processors.format_exc_info,
]


def logging_config(*, level: str = "INFO") -> dict[str, Any]:
    """The setting LOGGING. Faults of a page come with their traceback; requests themselves are not logged."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": BEFORE,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            without_personal_values,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "gangqiao": {"level": level},
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        },
    }
