"""The addresses of the figures, each with its rule."""

from gangqiao.indicators import views
from gangqiao.kernel.addresses import address

app_name = "indicators"

urlpatterns = [
    address("figures/", views.board, who="indicators.view", name="board"),
    address("figures/how/<slug:figure_id>/", views.definition, who="indicators.view", name="definition"),
    address("figures/<slug:area>/", views.board_of, who="indicators.view", name="board_of", kind="division"),
    address(
        "figures/<slug:area>/people/<slug:measure>/",
        views.names,
        who="people.view_list",
        name="names",
        kind="division",
    ),
]
