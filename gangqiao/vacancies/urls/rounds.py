"""Addresses of what is collected and by whom."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.vacancies.views import rounds

POST, BOTH = ("POST",), ("GET", "POST")
VIEW = "vacancies.view_rounds"
_ROUND, _RETURN = "collecting/<uuid:round>/", "returns/<uuid:owed_return>/"

urlpatterns: list[Any] = [
    address("collecting/", rounds.rounds, who=VIEW, name="rounds"),
    address("collecting/plan/", rounds.plan, who="vacancies.plan_round", name="plan_round", methods=BOTH),
    address("collecting/copies/", rounds.copies, who="vacancies.receive_return", name="copies"),
    address(_ROUND, rounds.round_page, who=VIEW, name="round"),
    address(f"{_ROUND}missing/", rounds.missing, who=VIEW, name="missing"),
    address(f"{_ROUND}open/", rounds.open_round, who="vacancies.open_round", name="open_round", methods=POST),
    address(f"{_ROUND}close/", rounds.close_round, who="vacancies.close_round", name="close_round", methods=POST),
    address(_RETURN, rounds.return_page, who=VIEW, name="return", kind="owed_return"),
    address(
        f"{_RETURN}hand-in/",
        rounds.hand_in,
        who="vacancies.hand_in",
        name="hand_in",
        methods=POST,
        kind="owed_return",
    ),
    address(
        f"{_RETURN}receive/",
        rounds.receive,
        who="vacancies.receive_return",
        name="receive_return",
        methods=POST,
        kind="owed_return",
    ),
    address(
        f"{_RETURN}send-back/",
        rounds.send_back,
        who="vacancies.send_back_return",
        name="send_back_return",
        methods=POST,
        kind="owed_return",
    ),
    address(
        "employers/<uuid:employer>/ask/",
        rounds.ask,
        who="vacancies.ask_employer",
        name="ask_employer",
        methods=BOTH,
        kind="employer",
    ),
]
