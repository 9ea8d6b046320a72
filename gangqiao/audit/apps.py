from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Events, looks, steps and the work that follows them."""

    name = "gangqiao.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.audit import verbs  # noqa: F401
