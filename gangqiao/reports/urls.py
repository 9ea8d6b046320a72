"""The addresses of reports, each with its rule."""

from gangqiao.kernel.addresses import address
from gangqiao.reports.views import comparisons, fillings, layouts, teaching

app_name = "reports"
BOTH = ("GET", "POST")
POST = ("POST",)

urlpatterns = [
    address("reports/", layouts.index, who="reports.view", name="layouts"),
    address("reports/new/", layouts.upload, who="reports.teach", name="upload", methods=BOTH),
    address("reports/example/<slug:sample>/", layouts.take_over, who="reports.teach", name="take_over", methods=POST),
    address("reports/layout/<uuid:layout_id>/", layouts.layout, who="reports.view", name="layout"),
    address("reports/layout/<uuid:layout_id>/fill/", fillings.fill, who="reports.fill", name="fill", methods=POST),
    address(
        "reports/layout/<uuid:layout_id>/retire/", layouts.retire, who="reports.teach", name="retire", methods=POST
    ),
    address(
        "reports/layout/<uuid:layout_id>/version/", layouts.version, who="reports.teach", name="version", methods=POST
    ),
    address("reports/layout/<uuid:layout_id>/teach/", teaching.teach, who="reports.teach", name="teach", methods=BOTH),
    address("reports/filling/<uuid:filling>/", fillings.filling, who="reports.fill", name="filling", kind="filling"),
    address(
        "reports/filling/<uuid:filling>/file/",
        fillings.download,
        who="reports.fill",
        name="filling_file",
        kind="filling",
    ),
    address("reports/compare/", comparisons.index, who="reports.reconcile", name="compare", methods=BOTH),
    address(
        "reports/comparison/<uuid:comparison>/",
        comparisons.comparison,
        who="reports.reconcile",
        name="comparison",
        kind="comparison",
    ),
    address(
        "reports/comparison/<uuid:comparison>/file/",
        comparisons.download,
        who="reports.reconcile",
        name="comparison_file",
        kind="comparison",
    ),
]
