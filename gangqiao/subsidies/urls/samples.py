"""Addresses of samples after payment."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.subsidies.views import samples

POST = ("POST",)
VIEW = "subsidies.view_samples"


def _act(route: str, view: Any, verb: str) -> Any:
    return address(
        f"subsidies/samples/<uuid:paid_sample>/{route}/", view, who=f"subsidies.{verb}", name=f"sample_{route}",
        methods=POST, kind="paid_sample",
    )  # fmt: skip


urlpatterns: list[Any] = [
    address("subsidies/samples/", samples.samples, who=VIEW, name="samples"),
    address("subsidies/samples/draw/", samples.draw_sample, who="subsidies.draw_sample", name="draw_sample",
            methods=POST),
    address("subsidies/samples/<uuid:paid_sample>/", samples.sample, who=VIEW, name="sample", kind="paid_sample"),
    _act("ask", samples.ask_evidence, "ask_evidence"),
    _act("pass", samples.pass_sample, "pass_sample"),
    _act("doubt", samples.doubt_sample, "doubt_sample"),
    _act("hear", samples.hear, "hear"),
    _act("decide", samples.decide_sample, "decide_sample"),
]  # fmt: skip
