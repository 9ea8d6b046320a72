"""The addresses of the app, by part."""

from gangqiao.matching.urls import allocations, recommendations, referrals

app_name = "matching"
urlpatterns = [
    *allocations.urlpatterns,
    *recommendations.urlpatterns,
    *referrals.urlpatterns,
]
