"""The addresses of duplicates, each with its rule."""

from gangqiao.duplicates import views
from gangqiao.kernel.addresses import address

app_name = "duplicates"
ACT = ("POST",)

urlpatterns = [
    address("duplicates/", views.pairs, who="duplicates.view", name="pairs"),
    address("duplicates/search/", views.search, who="duplicates.search", name="search", methods=ACT),
    address("duplicates/questions/", views.questions, who="duplicates.answer", name="questions"),
    address(
        "duplicates/questions/<uuid:question>/",
        views.answer,
        who="duplicates.answer",
        name="answer",
        methods=ACT,
        kind="question",
    ),
    address("duplicates/<uuid:pair>/", views.pair, who="duplicates.view", name="pair", kind="pair"),
    address(
        "duplicates/<uuid:pair>/apart/",
        views.tell_apart,
        who="duplicates.tell_apart",
        name="tell_apart",
        methods=ACT,
        kind="pair",
    ),
    address("duplicates/<uuid:pair>/ask/", views.ask, who="duplicates.ask", name="ask", methods=ACT, kind="pair"),
    address(
        "duplicates/<uuid:pair>/reopen/",
        views.reopen,
        who="duplicates.reopen",
        name="reopen",
        methods=ACT,
        kind="pair",
    ),
]
