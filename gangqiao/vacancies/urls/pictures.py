"""Addresses of pictures of demand."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.vacancies.views import pictures

urlpatterns: list[Any] = [
    address("pictures/", pictures.pictures, who=pictures.VIEW, name="pictures"),
    address("pictures/list/", pictures.picture_list, who=pictures.VIEW, name="picture_list"),
]
