"""The households by position: their villagers' group, number, address and dates."""

from __future__ import annotations

import numpy as np

from gangqiao.synth.county import County
from gangqiao.synth.frames import Frame, texts
from gangqiao.synth.profile import Profile, words
from gangqiao.synth.streams import made_uuids, stream


def make_households(profile: Profile, seed: int, county: County) -> Frame:
    """One row per household, ordered by villagers' group.

    Columns: uuid, group (position), number (in the group, from 1), land_mu (tenths of a mu), address, registered_on.
    """
    rng = stream(seed, "households")
    sizes = county.group_households
    group = np.repeat(np.arange(len(sizes)), sizes)
    start = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    size = len(group)
    frame = Frame({"uuid": made_uuids(rng, size)})
    frame["group"] = group
    frame["number"] = np.arange(size) - np.repeat(start, sizes) + 1
    frame["land_mu"] = np.round(rng.gamma(2.4, 22, size)).astype(np.int64)
    names = [f"{county.village_name[v]}{county.group_name(g)}" for g, v in enumerate(county.group_village.tolist())]
    form = words()["address"].format
    numbers = frame["number"].tolist()
    frame["address"] = texts([form(place=names[g], number=n) for g, n in zip(group.tolist(), numbers, strict=True)])
    first = np.datetime64("2016-03-01")
    frame["registered_on"] = first + rng.integers(0, 980, size).astype("timedelta64[D]")
    return frame
