"""The county as it was known at an instant: what snapshots are computed from."""

from gangqiao.indicators.as_known.reading import Known, cut_of, pull_as_known

__all__ = ["Known", "cut_of", "pull_as_known"]
