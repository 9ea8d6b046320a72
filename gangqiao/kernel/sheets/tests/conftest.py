import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """Sentences are compared as they are written in the code."""
    with translation.override("en"):
        yield
