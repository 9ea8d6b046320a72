"""The addresses of the log."""

from gangqiao.audit import views
from gangqiao.kernel.addresses import address

app_name = "audit"

urlpatterns = [
    address("audit/", views.log, who="audit.view", name="log"),
    address("audit/verify/", views.verify, who="audit.verify", name="verify", methods=("POST",)),
]
