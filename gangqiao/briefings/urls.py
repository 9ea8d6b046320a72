"""The addresses of the papers, each with its rule."""

from gangqiao.briefings import views
from gangqiao.kernel.addresses import address

app_name = "briefings"
POST = ("POST",)
ONE = "briefings/<uuid:briefing>/"

urlpatterns = [
    address("briefings/", views.index, who="briefings.view", name="briefings"),
    address("briefings/make/", views.make, who="briefings.make", name="make", methods=("GET", "POST")),
    address(ONE, views.briefing, who="briefings.view", name="briefing", kind="briefing"),
    address(
        f"{ONE}<slug:language>/<slug:form>/", views.document, who="briefings.view", name="document", kind="briefing"
    ),
    address(f"{ONE}issue/", views.issue, who="briefings.issue", name="issue", methods=POST, kind="briefing"),
    address(
        f"{ONE}withdraw/", views.withdraw, who="briefings.withdraw", name="withdraw", methods=POST, kind="briefing"
    ),
]
