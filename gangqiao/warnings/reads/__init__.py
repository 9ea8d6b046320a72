"""Questions to the warnings. Others ask `standings(day, area_keys)`."""

from gangqiao.warnings.reads.standings import Pace, Standing, standings

__all__ = ["Pace", "Standing", "standings"]
