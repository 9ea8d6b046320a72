"""The tables of matching."""

from gangqiao.matching.models.allocations import Allocation, AllocationLine, Companions, VillageSupply
from gangqiao.matching.models.recommendations import RecommendationRun, VillageRecommendations
from gangqiao.matching.models.referrals import Consent, HeldSeats, Referral

__all__ = [
    "Allocation",
    "AllocationLine",
    "Companions",
    "Consent",
    "HeldSeats",
    "RecommendationRun",
    "Referral",
    "VillageRecommendations",
    "VillageSupply",
]
