"""The tables of matching."""

from gangqiao.matching.models.referrals import Consent, Referral

__all__ = [
    "Consent",
    "Referral",
]
