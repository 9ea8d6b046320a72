"""What is done about warnings: units are urged, answer, and are let go; the night keeps the standing of the day."""

from gangqiao.warnings.actions.answering import answer, receive
from gangqiao.warnings.actions.closing import accept_answer, send_again, withdraw
from gangqiao.warnings.actions.escalating import escalate_overdue
from gangqiao.warnings.actions.keeping import keep_backtest, keep_standings
from gangqiao.warnings.actions.lapsing import lapse_settled
from gangqiao.warnings.actions.urging import urge, urge_many

__all__ = [
    "accept_answer",
    "answer",
    "escalate_overdue",
    "keep_backtest",
    "keep_standings",
    "lapse_settled",
    "receive",
    "send_again",
    "urge",
    "urge_many",
    "withdraw",
]
