"""The tables of matching."""

from gangqiao.matching.models.recommendations import RecommendationRun, VillageRecommendations
from gangqiao.matching.models.referrals import Consent, Referral

__all__ = [
    "Consent",
    "RecommendationRun",
    "Referral",
    "VillageRecommendations",
]
