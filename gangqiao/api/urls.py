"""The JSON API, assembled from each app's `api.py`. Every address carries its rule like any page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern
from ninja import NinjaAPI, Router

from gangqiao.kernel.addresses import SIGNED_IN, address
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.api import router as people_router
from gangqiao.people.refusals import ChangedMeanwhile

app_name = "api"
api = NinjaAPI(title="Gangqiao", version="1", urls_namespace="gangqiao-api", docs_url=None, openapi_url=None)
ROUTERS: tuple[Router, ...] = (people_router,)
for _router in ROUTERS:
    api.add_router("", _router)


def _fault(refusal: Refusal) -> dict[str, str]:
    return {"code": refusal.code, "field": refusal.field, "sentence": str(refusal)}


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Any) -> JsonResponse:
    """One refusal: 409 when another was quicker, else 422; the body is the same as for many."""
    status = 409 if isinstance(refusal, ChangedMeanwhile) else 422
    return JsonResponse({"faults": [_fault(refusal)]}, status=status)


@api.exception_handler(Refusals)
def refused_all(request: HttpRequest, refusals: Any) -> JsonResponse:
    return JsonResponse({"faults": [_fault(r) for r in refusals.refusals]}, status=422)


def openapi(request: HttpRequest) -> JsonResponse:
    """The description of the API for machines (OpenAPI 3.1), made from the same declarations."""
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/"))


def _addresses() -> list[URLPattern]:
    found = []
    # The bound copies, not the routers as declared: only those know their API. The library has no public name for them.
    for router in api._get_bound_routers():
        for route, path_view in router.path_operations.items():
            operations = path_view.operations
            who, kind = operations[0].view_func.allowed
            methods = tuple(m for o in operations for m in o.methods)
            view = path_view.get_view()
            # The library leaves CSRF to its own cookie check; ours is Django's, the same as for pages.
            view.csrf_exempt = False
            django_route = route.lstrip("/").replace("{", "<").replace("}", ">")
            name = operations[0].url_name
            found.append(address(f"api/{django_route}", view, who=who, name=name, methods=methods, kind=kind))
    return found


urlpatterns = [*_addresses(), address("api/openapi.json", openapi, who=SIGNED_IN, name="openapi")]
