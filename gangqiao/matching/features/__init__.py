"""The register and the open vacancies as the columns of the engine (`gangqiao.engine.columns`), one pass each."""

from __future__ import annotations

from gangqiao.matching.features.people import People, read_people
from gangqiao.matching.features.posts import Posts, read_posts

__all__ = ["People", "Posts", "read_people", "read_posts"]
