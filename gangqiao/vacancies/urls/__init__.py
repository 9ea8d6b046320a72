"""The addresses of the app, by part."""

from gangqiao.vacancies.urls import cooperation, delivering, employers, pictures, posts, public, releases, rounds

app_name = "vacancies"
urlpatterns = [
    *public.urlpatterns,
    *posts.urlpatterns,
    *employers.urlpatterns,
    *rounds.urlpatterns,
    *releases.urlpatterns,
    *delivering.urlpatterns,
    *cooperation.urlpatterns,
    *pictures.urlpatterns,
]
