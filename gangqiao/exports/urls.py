"""The addresses of exports, each with its rule."""

from gangqiao.exports.views import asking, exports, printing
from gangqiao.kernel.addresses import address

app_name = "exports"

POST = ("POST",)
urlpatterns = [
    address("exports/", exports.exports, who="exports.view", name="exports"),
    address("exports/ask/<slug:ledger>/", asking.ask, who="exports.ask", name="ask", methods=("GET", "POST")),
    address("exports/print/<slug:ledger>/", printing.sheets, who="exports.print", name="print"),
    address("exports/<uuid:export>/", exports.export, who="exports.view", name="export", kind="export"),
    address(
        "exports/<uuid:export>/approve/",
        exports.approve,
        who="exports.approve",
        name="approve",
        methods=POST,
        kind="export",
    ),
    address(
        "exports/<uuid:export>/refuse/",
        exports.refuse,
        who="exports.refuse",
        name="refuse",
        methods=POST,
        kind="export",
    ),
    address(
        "exports/<uuid:export>/again/", exports.again, who="exports.ask", name="again", methods=POST, kind="export"
    ),
    address(
        "exports/<uuid:export>/file/",
        exports.download,
        who="exports.download",
        name="download",
        methods=POST,
        kind="export",
    ),
]
