"""The addresses of the figures, each with its rule."""

from gangqiao.indicators import views
from gangqiao.indicators.views import snapshots
from gangqiao.kernel.addresses import address

app_name = "indicators"

urlpatterns = [
    address("figures/", views.board, who="indicators.view", name="board"),
    address("figures/definitions/", views.definitions, who="indicators.view", name="definitions"),
    address("figures/breakdown/", views.breakdown, who="indicators.view", name="breakdown"),
    address("figures/ways/", views.side_by_side, who="indicators.view", name="side_by_side"),
    address("figures/shock/", views.shock, who="indicators.view", name="shock"),
    address("figures/snapshots/", snapshots.snapshots, who="indicators.view", name="snapshots"),
    address("figures/snapshots/take/", snapshots.take, who="indicators.take", name="take_snapshot", methods=("POST",)),
    address("figures/snapshots/<uuid:snapshot>/", snapshots.snapshot, who="indicators.view", name="snapshot"),
    address(
        "figures/snapshots/<uuid:snapshot>/publish/",
        snapshots.publish,
        who="indicators.publish",
        name="publish_snapshot",
        methods=("POST",),
    ),
    address(
        "figures/snapshots/<uuid:snapshot>/people/", snapshots.people, who="people.view_list", name="snapshot_people"
    ),
    address(
        "figures/snapshots/<uuid:snapshot>/compare/<uuid:other>/",
        snapshots.compare,
        who="indicators.view",
        name="compare",
    ),
    address(
        "figures/snapshots/<uuid:snapshot>/compare/<uuid:other>/people/",
        snapshots.compared_people,
        who="people.view_list",
        name="compare_people",
    ),
    address("figures/how/<slug:figure_id>/", views.definition, who="indicators.view", name="definition"),
    address("figures/<slug:area>/", views.board_of, who="indicators.view", name="board_of", kind="division"),
    address(
        "figures/<slug:area>/people/<slug:measure>/",
        views.names,
        who="people.view_list",
        name="names",
        kind="division",
    ),
    address(
        "figures/<slug:area>/breakdown/",
        views.breakdown_of,
        who="indicators.view",
        name="breakdown_of",
        kind="division",
    ),
    address(
        "figures/<slug:area>/ways/",
        views.side_by_side_of,
        who="indicators.view",
        name="side_by_side_of",
        kind="division",
    ),
    address("figures/<slug:area>/shock/", views.shock_of, who="indicators.view", name="shock_of", kind="division"),
    address(
        "figures/<slug:area>/shock/days/", views.shock_days, who="indicators.view", name="shock_days", kind="division"
    ),
    address(
        "figures/<slug:area>/months/<slug:measure>/",
        views.months,
        who="indicators.view",
        name="months",
        kind="division",
    ),
]
