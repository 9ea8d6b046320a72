"""The night's count behind the pictures of matching."""

from __future__ import annotations

from gangqiao.audit.nightly import nightly
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions.pictures import count_supply
from gangqiao.places.reads import county_path


@nightly
def count_supply_at_night() -> None:
    """The whole county; done twice it counts the same. Before anything is loaded there is nobody."""
    if home := county_path():
        with scope_of([home]):
            count_supply()
