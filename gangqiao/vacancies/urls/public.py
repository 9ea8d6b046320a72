"""Addresses of the public face: open to anybody, and they change nothing."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.vacancies.views import public, public_places

urlpatterns: list[Any] = [
    address("jobs/", public.jobs, who=PUBLIC, name="public_jobs"),
    address("jobs/stations/", public_places.stations, who=PUBLIC, name="public_stations"),
    address("jobs/fairs/", public_places.fairs, who=PUBLIC, name="public_fairs"),
    address("jobs/sitemap.xml", public_places.sitemap, who=PUBLIC, name="public_sitemap"),
    address("jobs/<uuid:vacancy>/", public.job, who=PUBLIC, name="public_job", kind="vacancy"),
    address("jobs/<uuid:vacancy>/qr.svg", public.qr, who=PUBLIC, name="public_qr", kind="vacancy"),
    address("robots.txt", public_places.robots, who=PUBLIC, name="robots"),
]
