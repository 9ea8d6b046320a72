"""Only the register's half of the test rig, for a run inside a test: the outer run keeps its count."""

from conftest import pytest_collection_modifyitems

__all__ = ["pytest_collection_modifyitems"]
