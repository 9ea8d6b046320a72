from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gangqiao.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.web import sources  # noqa: F401  (registers the queue's sources)
