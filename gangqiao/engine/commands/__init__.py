"""`gangqiao engine rank|assign|route`: the engine on files, without a database. Each command is a module here.

A command module has `add(parser)`, which declares its options, and `run(options) -> int`, which prints one JSON object
on standard output and returns the exit code. What is wrong with a file is one sentence on standard error, code 2.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from gangqiao.engine.faults import WrongFile

__all__ = ["COMMANDS", "WrongFile", "main"]

COMMANDS = {
    "rank": "the best vacancies of each worker",
    "assign": "one allocation of workers to vacancies",
    "route": "vehicles, stops and times",
}


def main(arguments: Sequence[str]) -> int:
    """Run one command of the engine and return its exit code."""
    parser = argparse.ArgumentParser("gangqiao engine", description="The engine on files; docs/reference/engine.md.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, says in COMMANDS.items():
        if name in arguments or not arguments or arguments[0] in ("-h", "--help"):
            import_module(f"gangqiao.engine.commands.{name}").add(commands.add_parser(name, help=says))
    options = parser.parse_args(arguments)
    try:
        code: int = import_module(f"gangqiao.engine.commands.{options.command}").run(options)
    except WrongFile as fault:
        print(fault, file=sys.stderr)
        return 2
    return code
