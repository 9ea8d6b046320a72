"""Addresses of days on duty, monthly sheets and spot-checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gangqiao.assistance.views import duty, duty_papers, sheets, spots
from gangqiao.kernel.addresses import address

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
HOLDERS = "assistance.view_holders"


def _sheet(route: str, view: Callable[..., Any], who: str, methods: tuple[str, ...] = POST, name: str = "") -> Any:
    return address(
        f"posts/sheets/<uuid:duty_sheet>/{route}", view, who=who, name=name or view.__name__, methods=methods
    )  # fmt: skip


def _spot(route: str, view: Callable[..., Any]) -> Any:
    return address(
        f"posts/spots/<uuid:spot_check>/{route}", view, who="assistance.record_spot", name=view.__name__, methods=POST,
        kind="spot_check",
    )  # fmt: skip


urlpatterns: list[Any] = [
    address("posts/duty/", duty.duty_grid, who=HOLDERS, name="duty"),
    address("posts/duty/days/", duty.mark_duty, who="assistance.mark_duty", name="mark_duty", methods=POST),
    address("posts/duty/plan/", duty.plan_duty, who="assistance.plan_duty", name="plan_duty", methods=POST),
    address(
        "posts/duty/plan/<uuid:holder>/", duty.plan_of, who="assistance.plan_duty", name="duty_plan", methods=BOTH,
        kind="holder",
    ),
    address("posts/duty/paper/<str:form>/", duty_papers.print_duty, who="assistance.print", name="print_duty"),
    address(
        "posts/duty/workbook/", duty_papers.read_duty_book, who="assistance.mark_duty", name="read_duty", methods=POST
    ),
    address("posts/sheets/", sheets.sheet_list, who=HOLDERS, name="sheets"),
    address("posts/sheets/draw-up/", sheets.draw_up, who="assistance.submit_sheet", name="draw_up", methods=POST),
    _sheet("", sheets.sheet, HOLDERS, GET),
    _sheet("draw-up/", sheets.draw_again, "assistance.submit_sheet"),
    _sheet("submit/", sheets.submit_sheet, "assistance.submit_sheet"),
    _sheet("check/", sheets.check_sheet, "assistance.check_sheet"),
    _sheet("publish/", sheets.publish_sheet, "assistance.publish_sheet"),
    _sheet("finish/", sheets.finish_sheet, "assistance.finish_sheet"),
    _sheet("send-back/", sheets.send_back_sheet, "assistance.send_back_sheet"),
    _sheet("paper/<str:form>/", duty_papers.print_sheet, "assistance.print", GET),
    _sheet("official/", duty_papers.official_sheet, "people.reveal"),
    _sheet("publicity/", duty_papers.publicity, HOLDERS, GET),
    _sheet("publicity/<str:form>/", duty_papers.print_publicity, "assistance.print", GET),
    address(
        "posts/lines/<uuid:duty_line>/object/", sheets.object_to_line, who="assistance.take_objection",
        name="object_to_line", methods=POST, kind="duty_line",
    ),
    address("posts/spots/", spots.spot_list, who=HOLDERS, name="spots"),
    address("posts/spots/draw/", spots.draw_spots, who="assistance.draw_spot", name="draw_spots", methods=POST),
    address("posts/spots/paper/", spots.print_spots, who="assistance.print", name="print_spots"),
    address("posts/spots/results/", spots.spot_results, who=HOLDERS, name="spot_results"),
    address("posts/spots/people/", spots.spot_people, who=HOLDERS, name="spot_people"),
    _spot("record/", spots.record_spot),
    _spot("settle/", spots.settle_spot),
]  # fmt: skip
