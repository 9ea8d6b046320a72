"""Addresses of the frame."""

from gangqiao.kernel.addresses import PUBLIC, SIGNED_IN, address
from gangqiao.web import views

app_name = "web"

urlpatterns = [
    address("", views.home, who=SIGNED_IN, name="home"),
    address("language", views.language, who=PUBLIC, name="language", methods=("POST",)),
    address("healthz", views.health, who=PUBLIC, name="health"),
    address("styleguide", views.styleguide, who=PUBLIC, name="styleguide"),
]
