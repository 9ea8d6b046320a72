"""The tables of the subsidies."""

from gangqiao.subsidies.models.checks import Finding, Sample
from gangqiao.subsidies.models.claims import Claim, ClaimObjection, Evidence, Hand
from gangqiao.subsidies.models.ledger import Account, Budget, Transfer
from gangqiao.subsidies.models.payments import BankExecuted, BankReturn, Payee, PayLock, Payment, PaymentBatch
from gangqiao.subsidies.models.publicity import Notice, NoticeLine
from gangqiao.subsidies.models.recovery import Instalment, Recovery
from gangqiao.subsidies.models.rules import Confirmation, RuleText

__all__ = [
    "Account", "BankExecuted", "BankReturn", "Budget", "Claim", "ClaimObjection", "Confirmation", "Evidence", "Finding",
    "Hand", "Instalment", "Notice", "NoticeLine", "PayLock", "Payee", "Payment", "PaymentBatch", "Recovery", "RuleText",
    "Sample", "Transfer",
]  # fmt: skip
