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
    "receipt",
    "assessment_result",
    "written_result",
    "conduct_record",
    "certificate_file",
    "certificate_stamp",
    "certificate_proof",
    "expiry_notice",
    "stored_file",
    "joining_letter",
    "arrival",
    "rule_override",
    "clearance",
    "nominee_document",
    "document_withdrawal",
    "design_trial",
    "name_check",
    "daily_note",
    "incident",
    "incident_step",
)
CERTIFICATE_MAY_CHANGE = ("status", "version")
ENTRY_MAY_CHANGE = ("reason",)
SIGNATORY_MAY_CHANGE = ("until_on", "version")
KEPT = {
    "entry": ENTRY_MAY_CHANGE,
    "certificate": CERTIFICATE_MAY_CHANGE,
    "signatory": SIGNATORY_MAY_CHANGE,
}

DRAFTED = {"certificate_design": CERTIFICATE_MAY_CHANGE}
"""Rows that change freely while they are a draft, and are kept from then on."""
FIRST_DESIGN = """
    INSERT INTO certificate_design
        (family, number, key, name, texts, ink, accent, logo_width, logo_height, made_at, status, version)
    SELECT 1, 1, '2026', 'Design of the register', '{}', '#12304a', '#8a5f14', 0, 0,
        '2026-01-01 00:00:00', 'in_use', 1
    WHERE NOT EXISTS (SELECT 1 FROM certificate_design WHERE key = '2026')
"""
"""The design that comes with the register, so that certificates have one from the first day."""

IDS = "string_to_array(nullif(current_setting('tpp.ids', true), ''), ',')::int[]"
SIGHT = "current_setting('tpp.sight', true)"

BY_PARTY = f"({SIGHT} = 'party' AND party_id = ANY ({IDS}))"
BY_RUN = f"({SIGHT} = 'offerings' AND offering_id = ANY ({IDS}))"
BY_RUN_OF_TEAM = f"({SIGHT} = 'offerings' AND person_id IS NULL AND offering_id = ANY ({IDS}))"
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
    "document_withdrawal": (BY_PARTY,),
    "enrolment": (BY_PARTY, BY_PERSON, BY_RUN),
    "group_place": (BY_PARTY, BY_PERSON, BY_RUN),
    "joining_letter": (BY_PARTY, BY_PERSON),
    "travel_mark": (BY_PARTY, BY_PERSON),
    "arrival": (BY_PARTY, BY_PERSON, BY_RUN),
    "attendance_record": (BY_PARTY, BY_PERSON, BY_RUN),
    "assessment_result": (BY_PARTY, BY_PERSON, BY_RUN),
    "written_result": (BY_PARTY, BY_PERSON, BY_RUN),
    "conduct_record": (BY_PARTY, BY_PERSON, BY_RUN),
    "outcome": (BY_PARTY, BY_PERSON, BY_RUN),
    "award_line": (BY_PARTY, BY_PERSON, BY_RUN),
    "name_check": (BY_PARTY, BY_PERSON, f"({SIGHT} = 'offerings' AND person_id IN ({ENROLLED}))"),
    "name_wish": (BY_PARTY, BY_PERSON),
    "certificate": (BY_PARTY, BY_PERSON, BY_RUN),
    "certificate_name": (BY_PARTY, BY_PERSON, BY_RUN),
    "certificate_file": (BY_PARTY, BY_PERSON, BY_RUN),
    "certificate_stamp": (BY_PARTY, BY_PERSON, BY_RUN),
    "certificate_proof": (BY_PARTY, BY_PERSON, BY_RUN),
    "certificate_link": (BY_PARTY, BY_PERSON, BY_RUN_OF_TEAM),
    "certificate_request": (BY_PARTY, BY_PERSON, BY_RUN_OF_TEAM),
    "pool_membership": (BY_PARTY, BY_PERSON),
    "pool_invitation": (BY_PARTY, BY_PERSON),
    "standing": (BY_PARTY, BY_PERSON),
    "incident": (),
    "incident_step": (),
}


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        upgrade_postgresql()
    else:
        upgrade_sqlite()
    op.execute(FIRST_DESIGN)


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
    for table, may_change in DRAFTED.items():
        others = [name for name in columns(table) if name not in may_change]
        changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in others)
        when = f"BEFORE UPDATE ON {table} WHEN OLD.status <> 'draft' AND ({changed})"
        sqlite_trigger(table, "UPDATE", when)
        sqlite_trigger(table, "DELETE", f"BEFORE DELETE ON {table}")


def sqlite_trigger(table, deed, when):
    words = f"{table} is append-only"
    op.execute(
        f"CREATE TRIGGER {table}_no_{deed.lower()} {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def columns(table):
    return [row[1] for row in op.get_bind().exec_driver_sql(f"PRAGMA table_info({table})")]


def downgrade_sqlite():
    for table in (*APPEND_ONLY, *KEPT, *DRAFTED):
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
    for table, may_change in DRAFTED.items():
        words = ", ".join(f"'{name}'" for name in may_change)
        kept = f"refuse_other_change({words})"
        postgresql_trigger(table, "UPDATE", kept, when="WHEN (OLD.status <> 'draft')")
        postgresql_trigger(table, "DELETE", "refuse_change()")
    for table, ways in POLICIES.items():
        sees = " OR ".join((f"{SIGHT} = 'all'", *ways))
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING ({sees}) WITH CHECK ({sees})")


def postgresql_trigger(table, deeds, function, when=""):
    name = f"{table}_no_{deeds.split()[-1].lower()}"
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {deeds} ON {table} FOR EACH ROW {when}"
        f" EXECUTE FUNCTION {function}"
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
