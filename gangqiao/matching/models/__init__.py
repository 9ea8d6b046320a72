"""The tables of matching."""

from gangqiao.matching.models.allocations import Allocation, AllocationLine, Companions, VillageSupply
from gangqiao.matching.models.recommendations import RecommendationRun, VillageRecommendations
from gangqiao.matching.models.referrals import Consent, Referral

__all__ = [
    "Allocation",
    "AllocationLine",
    "Companions",
    "Consent",
    "RecommendationRun",
    "Referral",
    "VillageRecommendations",
    "VillageSupply",
]
