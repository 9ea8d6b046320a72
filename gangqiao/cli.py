"""The command `gangqiao`: everything an operator does from a shell."""

import os
import sys

# The day the synthetic county is looked at: the first month-end the work plan sets a target for.
DEMO_DAY = "2020-03-31"


def main() -> None:
    """Run a management command with the product's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangqiao.config.settings")
    if sys.argv[1:2] == ["demo"]:
        # Settings are read from the environment once, so the demo must say what it is before they load.
        os.environ.setdefault("GANGQIAO_DEMO", "1")
        os.environ.setdefault("GANGQIAO_TODAY", DEMO_DAY)

    from django.core.management import execute_from_command_line

    from gangqiao.kernel.scratch import use_own_folder

    use_own_folder()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
