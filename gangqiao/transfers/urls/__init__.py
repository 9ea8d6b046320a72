"""The addresses of the app, by part."""

from gangqiao.transfers.urls import batches, gates, plans

app_name = "transfers"
urlpatterns = [
    *batches.urlpatterns,
    *gates.urlpatterns,
    *plans.urlpatterns,
]
