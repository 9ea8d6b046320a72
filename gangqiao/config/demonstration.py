"""What the demonstration keeps beside its database: whether the synthetic county is whole."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections


@dataclass(frozen=True, slots=True)
class County:
    """Which synthetic county: the same three always make the same people."""

    plan: str
    seed: int
    scale: float


class Demonstration:
    """The state on disk, in GANGQIAO_HOME.

    `demo-building.json` stands there while the county is made, `demo.json` once it is whole. A start that finds the
    first was cut short and makes the county anew.
    """

    def __init__(self) -> None:
        self.home = Path(settings.HOME)
        self.building = self.home / "demo-building.json"
        self.built = self.home / "demo.json"

    def county(self) -> County | None:
        """The county that is whole, or None."""
        if self.building.exists() or not self.built.exists():
            return None
        return County(**json.loads(self.built.read_text(encoding="utf-8")))

    def was_cut_short(self) -> bool:
        return self.building.exists()

    def begin(self, county: County) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.building.write_text(json.dumps(asdict(county)), encoding="utf-8")

    def finish(self) -> None:
        self.building.replace(self.built)

    def database_file(self) -> Path | None:
        """The file of the embedded database; None on PostgreSQL."""
        database = settings.DATABASES["default"]
        return Path(database["NAME"]) if "sqlite" in database["ENGINE"] else None

    def has_database(self) -> bool:
        """True when a database may hold what an older key has sealed."""
        file = self.database_file()
        return self.built.exists() if file is None else file.exists()

    def remove_database(self) -> None:
        """Remove the embedded database and the note that it is whole. The keys stay."""
        connections.close_all()
        self.built.unlink(missing_ok=True)
        if file := self.database_file():
            for path in (file, *file.parent.glob(f"{file.name}-*")):
                path.unlink(missing_ok=True)
