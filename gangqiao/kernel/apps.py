from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    """The kernel has no tables; it is an app so that its checks and messages are found."""

    name = "gangqiao.kernel"
    label = "kernel"

    def ready(self) -> None:
        from django.utils.translation import gettext

        from gangqiao.kernel import words
        from gangqiao.kernel.crypto import system_checks  # noqa: F401  registers itself
        from gangqiao.kernel.db import among  # noqa: F401  registers itself
        from gangqiao.kernel.db.postgresql.rowsecurity import secure_after_migrate

        words.translate_with(gettext)
        post_migrate.connect(secure_after_migrate, dispatch_uid="gangqiao.rowsecurity")
