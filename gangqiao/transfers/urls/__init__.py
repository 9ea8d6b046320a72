"""The addresses of the app, by part."""

from gangqiao.transfers.urls import batches, costs, fleet, gates, papers, plans

app_name = "transfers"
urlpatterns = [
    *batches.urlpatterns,
    *costs.urlpatterns,
    *fleet.urlpatterns,
    *gates.urlpatterns,
    *papers.urlpatterns,
    *plans.urlpatterns,
]
