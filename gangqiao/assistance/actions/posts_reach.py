"""A post is led as a whole: whoever may take its step counts all of its applicants and objections.

Somebody who applied may have moved since, out of the reach of the township that chooses. Who may is asked before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gangqiao.kernel.scope import everywhere


@contextmanager
def whole() -> Iterator[None]:
    """One transaction in which a post and all who applied for it or hold it can be read and written."""
    with everywhere(reason="a post is led as a whole, wherever who applied lives now"), transaction.atomic():
        yield
