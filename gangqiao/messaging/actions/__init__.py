"""The verbs of notices. Other apps call `send` (and `withdraw_key` when what they said no longer holds)."""

from gangqiao.messaging.actions.deciding import retry, take_as_sent, withdraw, withdraw_key
from gangqiao.messaging.actions.notices import read, read_all
from gangqiao.messaging.actions.optouts import opt_in, opt_out, stop_by_phone
from gangqiao.messaging.actions.paper import hand_over, print_sheet, put_on_paper
from gangqiao.messaging.actions.receipts import take_receipt
from gangqiao.messaging.actions.sending import send
from gangqiao.messaging.actions.working import work_off

__all__ = [
    "hand_over",
    "opt_in",
    "opt_out",
    "print_sheet",
    "put_on_paper",
    "read",
    "read_all",
    "retry",
    "send",
    "stop_by_phone",
    "take_as_sent",
    "take_receipt",
    "withdraw",
    "withdraw_key",
    "work_off",
]
