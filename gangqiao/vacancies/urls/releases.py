"""Addresses of the monthly release, of the packs of villages and of leaflets."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.vacancies.views import leaflets, packs, releases

POST, BOTH = ("POST",), ("GET", "POST")
VIEW, WRITE = "vacancies.view_releases", "vacancies.write_leaflet"
_ONE = "releases/<uuid:release>/"

urlpatterns: list[Any] = [
    address("releases/", releases.releases, who=VIEW, name="releases"),
    address("releases/compile/", releases.compile_release, who="vacancies.compile", name="compile", methods=POST),
    address("releases/leaflets/", leaflets.leaflets, who=VIEW, name="leaflets"),
    address("releases/leaflets/new/", leaflets.new_leaflet, who=WRITE, name="new_leaflet", methods=BOTH),
    address("releases/leaflets/<uuid:leaflet>/", leaflets.change_leaflet, who=WRITE, name="leaflet", methods=BOTH),
    address(_ONE, releases.release, who=VIEW, name="release"),
    address(f"{_ONE}coverage/", releases.coverage, who=VIEW, name="coverage"),
    address(f"{_ONE}issue/", releases.issue, who="vacancies.issue", name="issue", methods=POST),
    address(f"{_ONE}close/", releases.close_release, who="vacancies.close_release", name="close_release",
            methods=POST),
    address(f"{_ONE}receive/", releases.receive, who="vacancies.receive_release", name="receive_release",
            methods=POST),
    address("packs/<uuid:pack>/", packs.pack, who=VIEW, name="pack", kind="pack"),
    address("packs/<uuid:pack>/people/", packs.pack_people, who=packs.NAMES, name="pack_people", kind="pack"),
    address("packs/<uuid:pack>/print/", packs.print_pack, who="vacancies.print_pack", name="print_pack",
            methods=POST, kind="pack"),
    address("r/<str:token>/", packs.pack_public, who=PUBLIC, name="pack_public"),
]  # fmt: skip
