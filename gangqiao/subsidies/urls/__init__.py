"""Addresses of the subsidies. Records are named by uuid."""

from typing import Any

from gangqiao.subsidies.urls import (
    claims,
    confirming,
    feeding,
    findings,
    notices,
    payments,
    recoveries,
    rule_changes,
    rules,
    samples,
    totals,
)

app_name = "subsidies"
urlpatterns: list[Any] = [
    *claims.urlpatterns,
    *confirming.urlpatterns,
    *feeding.urlpatterns,
    *findings.urlpatterns,
    *notices.urlpatterns,
    *payments.urlpatterns,
    *recoveries.urlpatterns,
    *rule_changes.urlpatterns,
    *rules.urlpatterns,
    *samples.urlpatterns,
    *totals.urlpatterns,
]
