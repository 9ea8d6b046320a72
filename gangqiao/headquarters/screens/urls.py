"""The addresses of the screens; `headquarters.urls` takes them in."""

from gangqiao.headquarters.screens import views
from gangqiao.kernel.addresses import address

urlpatterns = [
    address("hq/", views.first, who="indicators.view", name="first"),
    address("hq/screen/", views.screen, who="indicators.view", name="screen"),
    address("hq/screen/panels/", views.screen_panels, who="indicators.view", name="screen_panels"),
    address("hq/areas/<slug:area>/", views.area, who="indicators.view", name="area", kind="division"),
]
