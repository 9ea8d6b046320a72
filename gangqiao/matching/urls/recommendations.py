"""Addresses of recommendations."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.matching.views import recommendations

VERB = "matching.view"

urlpatterns: list[Any] = [
    address("suits/<uuid:person>/", recommendations.suits, who=VERB, name="suits", kind="person"),
    address("suits/<uuid:person>/<uuid:posting>/", recommendations.pair, who=VERB, name="pair", kind="person"),
    address("who-suits/<uuid:posting>/", recommendations.who_suits, who=VERB, name="who_suits"),
    address("matching/points/", recommendations.points, who=VERB, name="points"),
]
