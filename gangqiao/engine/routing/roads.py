"""Distances and durations where no road network is known: the straight line times a winding factor, at one speed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gangqiao.engine.routing.port import Matrix

EARTH_KM = 6371.0
WINDING = 1.4  # as `places.distances` takes it on the plain


def over_the_earth(points: Sequence[tuple[float, float]], winding: float = WINDING) -> Matrix:
    """Metres by road between points of (longitude, latitude) in degrees: the great circle times `winding`."""
    at = np.radians(np.asarray(points, dtype=np.float64).reshape(-1, 2))
    east, north = at[:, 0], at[:, 1]
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    return _whole(2 * EARTH_KM * 1000 * np.arcsin(np.sqrt(np.clip(half, 0, 1))) * winding)


def on_a_plane(points: Sequence[tuple[float, float]], metres_per_unit: float = 1000.0, winding: float = 1.0) -> Matrix:
    """Metres between points (x, y) of a plane."""
    at = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    return _whole(np.hypot(*(at[:, None, :] - at).transpose(2, 0, 1)) * metres_per_unit * winding)


def at_speed(metres: Matrix, km_per_hour: float) -> Matrix:
    """Seconds at one speed, rounded up: who is promised ten o'clock is not kept waiting by a rounding."""
    whole: Matrix = np.ceil(metres * 3.6 / km_per_hour - 1e-9).astype(np.int64)
    return whole


def _whole(exact: npt.NDArray[np.float64]) -> Matrix:
    return np.rint(exact).astype(np.int64)
