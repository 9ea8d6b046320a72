"""Addresses of the pictures of assistance."""

from typing import Any

from gangqiao.assistance.views import pictures
from gangqiao.kernel.addresses import address

urlpatterns: list[Any] = [
    address("assistance/pictures/", pictures.pictures, who="assistance.view", name="pictures"),
    address("assistance/pictures/people/", pictures.people, who="assistance.view_cases", name="picture_people"),
]
