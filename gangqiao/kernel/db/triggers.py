"""Rules a check constraint cannot say, as triggers on both engines: overlaps, and tables that only grow.

No contrib extension is needed (stack.md): an exclusion constraint over a key and a range of days would need one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import migrations

FAR = "'9999-12-31'"


def operation(rule: Any) -> migrations.RunPython:
    """The migration operation that puts a rule in force, and takes it off when reversed."""

    def forwards(apps: Any, editor: Any) -> None:
        for statement in rule.create(editor.connection.vendor):
            editor.execute(statement, params=None)

    def backwards(apps: Any, editor: Any) -> None:
        for statement in rule.drop(editor.connection.vendor):
            editor.execute(statement, params=None)

    return migrations.RunPython(forwards, backwards, elidable=False)


@dataclass(frozen=True)
class NoOverlap:
    """Rows of one owner, as far as `among` says, do not share a day. First and last day are inclusive.

    among  SQL over the columns of one row, with "{r}." before each
    """

    name: str
    table: str
    owner: str
    owner_table: str
    first: str
    last: str
    among: str

    @property
    def _clash(self) -> str:
        return (
            f"SELECT 1 FROM {self.table} other "
            f"WHERE other.{self.owner} = NEW.{self.owner} AND other.id <> NEW.id "
            f"AND {self.among.format(r='other')} "
            f"AND other.{self.first} <= COALESCE(NEW.{self.last}, {FAR}) "
            f"AND COALESCE(other.{self.last}, {FAR}) >= NEW.{self.first}"
        )

    def create(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            # AFTER, because a row being inserted has no id before; the failing statement is rolled back all the same.
            return [
                f"CREATE TRIGGER {self.name}_{act} AFTER {act} ON {self.table} WHEN {self.among.format(r='NEW')} "
                f"AND EXISTS ({self._clash}) BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
                for act in ("insert", "update")
            ]
        # The lock on the owner makes two writers of the same person wait for each other.
        return [
            f"""CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {self.among.format(r="NEW")} THEN
                    PERFORM 1 FROM {self.owner_table} WHERE id = NEW.{self.owner} FOR UPDATE;
                    IF EXISTS ({self._clash}) THEN
                        RAISE EXCEPTION '{self.name}' USING ERRCODE = 'exclusion_violation';
                    END IF;
                END IF;
                RETURN NEW;
            END $$""",
            f"CREATE TRIGGER {self.name} BEFORE INSERT OR UPDATE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def drop(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}_{act}" for act in ("insert", "update")]
        return [f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}", f"DROP FUNCTION IF EXISTS {self.name}()"]


@dataclass(frozen=True)
class OnlyGrows:
    """Rows of a table are never changed or taken out, whatever the program does."""

    table: str

    @property
    def name(self) -> str:
        return f"{self.table}_only_grows"

    def create(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {self.name}_{act} BEFORE {act} ON {self.table} "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
                for act in ("update", "delete")
            ]
        return [
            f"""CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{self.name}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
            f"CREATE TRIGGER {self.name} BEFORE UPDATE OR DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def drop(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}_{act}" for act in ("update", "delete")]
        return [f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}", f"DROP FUNCTION IF EXISTS {self.name}()"]


@dataclass(frozen=True)
class Settled:
    """What rows of a table say never changes; only their state moves on, and only rows in a state of `open` go.

    may_change      columns that are written later
    open            states (of the column `status`) in which a row may still be taken out
    from_the_start  false: while a row is in a state of `open` it may still change; it is settled once it leaves them
    """

    table: str
    columns: tuple[str, ...]
    may_change: tuple[str, ...]
    open: tuple[str, ...]
    from_the_start: bool = True

    @property
    def name(self) -> str:
        return f"{self.table}_is_settled"

    @property
    def _changed(self) -> str:
        fixed = [column for column in self.columns if column not in self.may_change]
        same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in fixed)
        if not self.from_the_start:
            return f"OLD.status NOT IN ({self._open}) AND (NOT ({same}) OR NEW.status IN ({self._open}))"
        begun = f"OLD.status NOT IN ({self._open}) AND NEW.status IN ({self._open})"
        return f"NOT ({same}) OR ({begun})"

    @property
    def _open(self) -> str:
        return ", ".join(f"'{state}'" for state in self.open)

    def create(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            changed = self._changed.replace("IS NOT DISTINCT FROM", "IS")
            return [
                f"CREATE TRIGGER {self.name}_update BEFORE UPDATE ON {self.table} WHEN {changed} "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END",
                f"CREATE TRIGGER {self.name}_delete BEFORE DELETE ON {self.table} "
                f"WHEN OLD.status NOT IN ({self._open}) BEGIN SELECT RAISE(ABORT, '{self.name}'); END",
            ]
        return [
            f"""CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF OLD.status NOT IN ({self._open}) THEN
                        RAISE EXCEPTION '{self.name}' USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN OLD;
                END IF;
                IF {self._changed} THEN
                    RAISE EXCEPTION '{self.name}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END $$""",
            f"CREATE TRIGGER {self.name} BEFORE UPDATE OR DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def drop(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}_{act}" for act in ("update", "delete")]
        return [f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}", f"DROP FUNCTION IF EXISTS {self.name}()"]


@dataclass(frozen=True)
class Lifted:
    """A rule that is taken off; reversed, it is in force again. For a rule that another one replaces."""

    rule: Any

    def create(self, vendor: str) -> list[str]:
        statements: list[str] = self.rule.drop(vendor)
        return statements

    def drop(self, vendor: str) -> list[str]:
        statements: list[str] = self.rule.create(vendor)
        return statements
