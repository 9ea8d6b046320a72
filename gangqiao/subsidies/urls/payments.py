"""Addresses of payment: batches, the bank's files, fund lines, accounts of units."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.subsidies.views import batches, batches_steps, funds, payees

VIEW, POST = "subsidies.view_payments", ("POST",)

urlpatterns: list[Any] = [
    address("subsidies/payments/", batches.batch_list, who=VIEW, name="batches"),
    address("subsidies/payments/draft/", batches.draft, who="subsidies.draft_batch", name="draft_batch", methods=POST),
    address("subsidies/payments/reissue/", batches.reissue, who="subsidies.reissue", name="reissue", methods=POST),
    address(
        "subsidies/payments/statement/", batches_steps.take_statement, who="subsidies.unlock_paying",
        name="take_statement", methods=POST,
    ),
    address("subsidies/payments/<uuid:payment_batch>/", batches.batch, who=VIEW, name="batch"),
    address(
        "subsidies/payments/<uuid:payment_batch>/approve/", batches_steps.approve, who="subsidies.approve_batch",
        name="approve_batch", methods=POST,
    ),
    address(
        "subsidies/payments/<uuid:payment_batch>/give/", batches_steps.give, who="subsidies.send_batch",
        name="give_batch", methods=POST,
    ),
    address(
        "subsidies/payments/<uuid:payment_batch>/answer/", batches_steps.take_answer, who="subsidies.settle_batch",
        name="take_answer", methods=POST,
    ),
    address(
        "subsidies/payments/<uuid:payment_batch>/cancel/", batches_steps.cancel, who="subsidies.cancel_batch",
        name="cancel_batch", methods=POST,
    ),
    address("subsidies/payments/<uuid:payment_batch>/print/", batches_steps.print_batch, who=VIEW, name="print_batch"),
    address("subsidies/funds/", funds.fund_list, who=VIEW, name="funds"),
    address("subsidies/funds/set/", funds.set_budget, who="subsidies.set_budget", name="set_budget", methods=POST),
    address("subsidies/funds/movements/", funds.movements, who=VIEW, name="movements"),
    address("subsidies/payees/", payees.payee_list, who=VIEW, name="payees"),
    address("subsidies/payees/keep/", payees.keep, who="subsidies.keep_account", name="keep_account", methods=POST),
    address(
        "subsidies/payees/<uuid:payee>/verify/", payees.verify, who="subsidies.keep_account", name="verify_account",
        methods=POST,
    ),
]  # fmt: skip
