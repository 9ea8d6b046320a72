"""Addresses of the ledgers, each with its rule."""

from gangqiao.kernel.addresses import address
from gangqiao.ledgers import views

app_name = "ledgers"

urlpatterns = [
    address("ledger/people/", views.people, who="people.view_list", name="people"),
    address("ledger/households/", views.households, who="people.view_list", name="households"),
    address("ledger/<slug:ledger>/find/", views.find, who="people.view_list", name="find", methods=("POST",)),
    address("ledger/<slug:ledger>/count/", views.count, who="people.view_list", name="count"),
    address(
        "ledger/<slug:ledger>/columns/",
        views.columns,
        who="ledgers.choose_columns",
        name="columns",
        methods=("POST",),
    ),
    address("ledger/template/<slug:about>/", views.template, who="ledgers.view", name="template"),
]
