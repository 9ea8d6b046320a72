"""The addresses of the app, by part."""

from gangqiao.matching.urls import referrals

app_name = "matching"
urlpatterns = [
    *referrals.urlpatterns,
]
