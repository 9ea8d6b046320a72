from dataclasses import dataclass

from django.db import migrations

from gangqiao.kernel.db.triggers import operation

FIXED = (
    "uuid",
    "area_id",
    "kind",
    "begins_on",
    "day",
    "is_public",
    "meeting_id",
    "asked_by_id",
    "asked_at",
    "made_at",
    "is_provisional",
    "content",
    "files",
    "year",
    "number",
    "issued_by_id",
    "issued_on",
)


@dataclass(frozen=True)
class FrozenOnceIssued:
    """What an issued paper says never changes; it can only be withdrawn, and is never taken out."""

    table: str = "briefings_briefing"

    @property
    def name(self) -> str:
        return f"{self.table}_is_frozen"

    @property
    def _changed(self) -> str:
        same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in FIXED)
        return f"OLD.issued_on IS NOT NULL AND (NOT ({same}) OR NEW.status NOT IN ('issued', 'withdrawn'))"

    def create(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            changed = self._changed.replace("IS NOT DISTINCT FROM", "IS")
            return [
                f"CREATE TRIGGER {self.name}_update BEFORE UPDATE ON {self.table} WHEN {changed} "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END",
                f"CREATE TRIGGER {self.name}_delete BEFORE DELETE ON {self.table} "
                f"WHEN OLD.issued_on IS NOT NULL BEGIN SELECT RAISE(ABORT, '{self.name}'); END",
            ]
        return [
            f"""CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF OLD.issued_on IS NOT NULL THEN
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


class Migration(migrations.Migration):

    dependencies = [("briefings", "0001_papers")]

    operations = [operation(FrozenOnceIssued())]
