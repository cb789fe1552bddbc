"""The walls in the database: what is append-only, and (PostgreSQL) whose rows a reader sees.

Row-level security is told the scope of a transaction in two settings: ``tpp.sight`` (all, party,
offerings, person, nothing) and ``tpp.ids``. Without them no private row is seen.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "seat_entry",
    "attendance_record",
    "assessment_result",
    "certificate_file",
    "stored_file",
    "joining_letter",
    "arrival",
    "rule_override",
    "clearance",
    "nominee_document",
)
CERTIFICATE_MAY_CHANGE = ("status", "version")
ENTRY_MAY_CHANGE = ("reason",)
KEPT = {"entry": ENTRY_MAY_CHANGE, "certificate": CERTIFICATE_MAY_CHANGE}

IDS = "string_to_array(nullif(current_setting('tpp.ids', true), ''), ',')::int[]"
SIGHT = "current_setting('tpp.sight', true)"

BY_PARTY = f"({SIGHT} = 'party' AND party_id = ANY ({IDS}))"
BY_RUN = f"({SIGHT} = 'offerings' AND offering_id = ANY ({IDS}))"
BY_BOTH = f"({SIGHT} = 'party' AND party_id = ANY ({IDS}) AND other_party_id = ANY ({IDS}))"
BY_PERSON = f"({SIGHT} = 'person' AND person_id = ANY ({IDS}))"
ENROLLED = f"SELECT person_id FROM enrolment WHERE offering_id = ANY ({IDS})"

POLICIES = {
    "person": (
        BY_PARTY,
        f"({SIGHT} = 'person' AND id = ANY ({IDS}))",
        f"({SIGHT} = 'offerings' AND id IN ({ENROLLED}))",
    ),
    "person_name": (BY_PARTY, BY_PERSON, f"({SIGHT} = 'offerings' AND person_id IN ({ENROLLED}))"),
    "contact_point": (BY_PARTY, BY_PERSON),
    "person_key": (BY_PARTY, BY_PERSON),
    "person_pair": (BY_BOTH,),
    "person_merge": (BY_BOTH,),
    "person_language": (BY_PARTY, BY_PERSON),
    "licence": (BY_PARTY, BY_PERSON),
    "seat_allocation": (BY_PARTY,),
    "seat_entry": (BY_PARTY,),
    "asked_party": (BY_PARTY,),
    "call_addressee": (BY_PARTY,),
    "nomination": (BY_PARTY, BY_PERSON),
    "roll": (BY_PARTY,),
    "roll_row": (BY_PARTY,),
    "roll_heading": (BY_PARTY,),
    "rule_override": (BY_PARTY,),
    "clearance": (BY_PARTY,),
    "nominee_document": (BY_PARTY,),
    "enrolment": (BY_PARTY, BY_PERSON, BY_RUN),
    "joining_letter": (BY_PARTY, BY_PERSON),
    "travel_mark": (BY_PARTY, BY_PERSON),
    "arrival": (BY_PARTY, BY_PERSON, BY_RUN),
    "attendance_record": (BY_PARTY, BY_PERSON, BY_RUN),
    "assessment_result": (BY_PARTY, BY_PERSON, BY_RUN),
    "outcome": (BY_PARTY, BY_PERSON, BY_RUN),
    "certificate": (BY_PARTY, BY_PERSON, BY_RUN),
    "certificate_name": (BY_PARTY, BY_PERSON, BY_RUN),
    "certificate_file": (BY_PARTY, BY_PERSON, BY_RUN),
    "standing": (BY_PARTY, BY_PERSON),
}


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        upgrade_postgresql()
    else:
        upgrade_sqlite()


def downgrade():
    if op.get_bind().dialect.name == "postgresql":
        downgrade_postgresql()
    else:
        downgrade_sqlite()


def upgrade_sqlite():
    for table in APPEND_ONLY:
        for deed in ("UPDATE", "DELETE"):
            sqlite_trigger(table, deed, f"BEFORE {deed} ON {table}")
    for table, may_change in KEPT.items():
        others = [name for name in columns(table) if name not in may_change]
        changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in others)
        sqlite_trigger(table, "UPDATE", f"BEFORE UPDATE ON {table} WHEN {changed}")
        sqlite_trigger(table, "DELETE", f"BEFORE DELETE ON {table}")


def sqlite_trigger(table, deed, when):
    words = f"{table} is append-only"
    op.execute(
        f"CREATE TRIGGER {table}_no_{deed.lower()} {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def columns(table):
    return [row[1] for row in op.get_bind().exec_driver_sql(f"PRAGMA table_info({table})")]


def downgrade_sqlite():
    for table in (*APPEND_ONLY, *KEPT):
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{deed}")


def upgrade_postgresql():
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
    """)
    op.execute("""
        CREATE FUNCTION refuse_other_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF to_jsonb(NEW) - TG_ARGV IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV THEN
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        END $$
    """)
    for table in APPEND_ONLY:
        postgresql_trigger(table, "UPDATE OR DELETE", "refuse_change()")
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM CURRENT_USER")
        # A foreign key that points here locks the row, which wants the right to update some column.
        op.execute(f"GRANT UPDATE (id) ON {table} TO CURRENT_USER")
    for table, may_change in KEPT.items():
        words = ", ".join(f"'{name}'" for name in may_change)
        postgresql_trigger(table, "UPDATE", f"refuse_other_change({words})")
        postgresql_trigger(table, "DELETE", "refuse_change()")
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM CURRENT_USER")
        op.execute(f"GRANT UPDATE ({', '.join(may_change)}) ON {table} TO CURRENT_USER")
    for table, ways in POLICIES.items():
        sees = " OR ".join((f"{SIGHT} = 'all'", *ways))
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING ({sees}) WITH CHECK ({sees})")


def postgresql_trigger(table, deeds, function):
    name = f"{table}_no_{deeds.split()[-1].lower()}"
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {deeds} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}"
    )


def downgrade_postgresql():
    for table in POLICIES:
        op.execute(f"DROP POLICY scope ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("DROP FUNCTION refuse_change() CASCADE")
    op.execute("DROP FUNCTION refuse_other_change() CASCADE")
    for table in (*APPEND_ONLY, *KEPT):
        op.execute(f"GRANT UPDATE, DELETE, TRUNCATE ON {table} TO CURRENT_USER")
