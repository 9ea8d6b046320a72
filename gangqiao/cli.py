"""The command `gangqiao`: everything an operator does from a shell."""

import os
import sys

# The day the synthetic county is looked at: that of the work plan, two weeks before its first targets are due.
DEMO_DAY = "2020-03-16"


def main() -> None:
    """Run a management command with the product's settings."""
    if sys.argv[1:2] == ["engine"]:
        from gangqiao.engine.commands import main as engine

        sys.exit(engine(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangqiao.config.settings")
    if sys.argv[1:2] == ["demo"]:
        # Settings are read from the environment once, so the demo must say what it is before they load.
        os.environ.setdefault("GANGQIAO_DEMO", "1")
        os.environ.setdefault("GANGQIAO_TODAY", asked_day(sys.argv) or DEMO_DAY)

    from django.core.management import execute_from_command_line

    from gangqiao.kernel.scratch import use_own_folder

    use_own_folder()
    execute_from_command_line(sys.argv)


def asked_day(arguments: list[str]) -> str:
    """The day of `--day`, "" without one: the clock stands on it before the command reads its arguments."""
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--day":
            return value or "".join(arguments[number + 1 : number + 2])
    return ""


if __name__ == "__main__":
    main()
