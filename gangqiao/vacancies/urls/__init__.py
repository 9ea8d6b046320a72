"""The addresses of the app, by part."""

from gangqiao.vacancies.urls import (
    cooperation,
    delivering,
    employers,
    own_items,
    pictures,
    posts,
    public,
    releases,
    rounds,
)

app_name = "vacancies"
urlpatterns = [
    *public.urlpatterns,
    *own_items.urlpatterns,
    *posts.urlpatterns,
    *employers.urlpatterns,
    *rounds.urlpatterns,
    *releases.urlpatterns,
    *delivering.urlpatterns,
    *cooperation.urlpatterns,
    *pictures.urlpatterns,
]
