"""Pages of reports."""

from django.http import HttpRequest

from gangqiao.kernel.actor import Actor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ActorRequest(HttpRequest):
    """A request that passed the middleware: it knows who acts."""

    actor: Actor
