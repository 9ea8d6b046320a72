"""Addresses of public notices, for everybody and for those who put them up; of slips and the own page behind them."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.subsidies.views import notices, notices_public, slips

POST = ("POST",)


def _notice(route: str, view: Any, verb: str, name: str, methods: tuple[str, ...] = POST) -> Any:
    return address(
        f"subsidies/notices/<uuid:claim_notice>/{route}", view, who=f"subsidies.{verb}", name=name, methods=methods
    )


urlpatterns: list[Any] = [
    address("publicity/", notices_public.public_list, who=PUBLIC, name="public_notices"),
    address("publicity/<uuid:claim_notice>/", notices_public.public_notice, who=PUBLIC, name="public_notice"),
    address("my-subsidy/<str:token>/", slips.own_page, who=PUBLIC, name="own"),
    address("subsidies/notices/", notices.notice_list, who="subsidies.view_notices", name="notices"),
    address(
        "subsidies/notices/draft/", notices.draft, who="subsidies.draft_notice", name="draft_notice", methods=POST
    ),
    _notice("", notices.notice, "view_notices", "notice", ("GET",)),
    _notice("approve/", notices.approve, "approve_notice", "approve_notice"),
    _notice("end/", notices.end, "end_notice", "end_notice"),
    _notice("take-down/", notices.take_down, "take_down_notice", "take_down_notice"),
    _notice("paper/<str:form>/", notices.print_notice, "print", "print_notice", ("GET",)),
    address(
        "subsidies/notices/lines/<uuid:claim>/object/", notices.object_to, who="subsidies.take_objection",
        name="object_on_notice", methods=POST, kind="claim",
    ),
    address("subsidies/claims/<uuid:claim>/slip/", slips.print_slip, who="subsidies.print", name="slip", kind="claim"),
]  # fmt: skip
