"""The addresses of the app, by part."""

from gangqiao.matching.urls import recommendations, referrals

app_name = "matching"
urlpatterns = [
    *recommendations.urlpatterns,
    *referrals.urlpatterns,
]
