from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Events, looks, steps and the work that follows them."""

    name = "gangqiao.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.audit import verbs  # noqa: F401
        from gangqiao.audit.keycheck import remember_keys_once

        post_migrate.connect(remember_keys_once, sender=self, dispatch_uid="gangqiao.keycheck")
