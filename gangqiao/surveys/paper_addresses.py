"""The addresses of the survey on paper, and of items that come as a file."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.surveys.views import paper, xlsform

BOTH, POST = ("GET", "POST"), ("POST",)
PRINT: dict[str, Any] = {"who": "surveys.collect", "kind": "survey_print"}

PAPER = [
    address("surveys/items/xlsform/", xlsform.bring, who="surveys.add_item", name="xlsform", methods=BOTH),
    address("surveys/items/xlsform/take/", xlsform.take, who="surveys.add_item", name="take_xlsform", methods=POST),
    address("surveys/<uuid:campaign>/print/", paper.ask_print, who="surveys.collect", name="ask_print", methods=POST),
    address("surveys/prints/<uuid:wish>/", paper.show_print, name="print", **PRINT),
    address("surveys/prints/<uuid:wish>/file/", paper.fetch_print, name="fetch_print", methods=POST, **PRINT),
    address(
        "surveys/<uuid:campaign>/typing/", paper.find_sheet, who="surveys.collect", name="find_sheet", methods=BOTH
    ),
    address(
        "surveys/households/<uuid:task>/typing/",
        paper.type_sheet,
        who="surveys.collect",
        name="type_sheet",
        methods=BOTH,
        kind="survey_task",
    ),
    address(
        "surveys/<uuid:campaign>/workbook/",
        paper.fetch_workbook,
        who="surveys.collect",
        name="fetch_workbook",
        methods=POST,
    ),
    address(
        "surveys/<uuid:campaign>/filled/",
        paper.bring_workbook,
        who="surveys.collect",
        name="bring_workbook",
        methods=BOTH,
    ),
]
