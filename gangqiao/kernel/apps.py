from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    """The kernel has no tables; it is an app so that its checks and messages are found."""

    name = "gangqiao.kernel"
    label = "kernel"

    def ready(self) -> None:
        from gangqiao.kernel.db.postgresql.rowsecurity import secure_after_migrate

        post_migrate.connect(secure_after_migrate, dispatch_uid="gangqiao.rowsecurity")
