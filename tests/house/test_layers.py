"""The house rules, as tests. A failure here is a design conversation, not a nuisance.

Which package may import which is import-linter's part (pyproject.toml); here is the rest.
"""

import ast
import re
from pathlib import Path

import pytest

TPP = Path(__file__).parents[2] / "tpp"
LAYERS = [
    "rules",
    "models",
    "queries",
    "actions",
    "tasks",
    "forms",
    "pdf",
    "sheets",
    "feeds",
    "cli",
    "views",
]
MAY_ALSO = {("tasks", "pdf")}
"""Printing is long work, so a task is where it is done."""
FILES = sorted(path for path in TPP.rglob("*.py") if path.parent != TPP)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "misc", "manager"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def shown(path):
    return str(path.relative_to(TPP))


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


def layer_of(path):
    """rules.py and rules/dates.py are both the layer ``rules``."""
    parts = path.relative_to(TPP).parts
    return Path(parts[1]).stem


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_layers_import_only_to_their_left(path):
    layer = layer_of(path)
    if layer not in LAYERS:
        return
    for module, name in imports(ast.parse(path.read_text())):
        parts = [*module.split("."), name]
        if parts[0] == "tpp" and len(parts) > 2 and parts[2] in LAYERS:
            if (layer, parts[2]) in MAY_ALSO:
                continue
            assert LAYERS.index(parts[2]) <= LAYERS.index(layer), f"{module}.{name}"


@pytest.mark.parametrize("path", [p for p in FILES if layer_of(p) == "rules"], ids=shown)
def test_rules_know_no_framework(path):
    found = {module.split(".")[0] for module, _ in imports(ast.parse(path.read_text()))}
    assert not found & {"flask", "sqlalchemy", "wtforms", "flask_login", "flask_wtf"}


def test_only_the_transaction_commits():
    guilty = [shown(path) for path in TPP.rglob("*.py") if ".commit()" in path.read_text()]
    assert guilty == ["db.py"]


def test_only_the_clock_reads_the_clock():
    reads = ("datetime.now(", "datetime.utcnow(", "date.today(", "time.time(")
    guilty = [
        shown(path) for path in TPP.rglob("*.py") if any(read in path.read_text() for read in reads)
    ]
    assert guilty == ["clock.py"]


def test_a_status_changes_in_one_place():
    guilty = [
        f"{shown(path)}:{target.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "status"
    ]
    assert [place.split(":")[0] for place in guilty] == ["history/models.py"]


def test_no_status_is_written_past_the_flow_in_bulk():
    """An UPDATE that sets a status would leave no trace in the logbook."""
    guilty = [
        f"{shown(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "values"
        and any(keyword.arg == "status" for keyword in node.keywords)
    ]
    assert guilty == []


def test_files_are_named_for_what_they_are_about():
    assert [shown(path) for path in FILES if path.stem in FORBIDDEN_NAMES] == []


def test_no_file_is_longer_than_it_can_be_read():
    long = [shown(p) for p in TPP.rglob("*.py") if len(p.read_text().splitlines()) > LONGEST_FILE]
    assert long == []


def test_no_function_is_longer_than_it_can_be_understood():
    long = [
        f"{path.relative_to(TPP)}: {node.name}"
        for path in TPP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_role_is_asked_for_outside_the_permission_table_and_the_lists():
    """``if acting.role ==`` belongs into access.py; lists and homes may choose by role."""
    allowed = {"access.py", "queries.py", "pages.py", "identity.py", "acting.py"}
    guilty = [
        f"{shown(path)}:{node.lineno}"
        for path in FILES
        if path.name not in allowed and path.parent.name != "queries"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Attribute)
        and node.left.attr == "role"
        and isinstance(node.left.value, ast.Name)
        and node.left.value.id in ("acting", "by", "user")
    ]
    assert guilty == []


def test_migrations_never_import_the_application():
    for path in (TPP.parent / "migrations" / "versions").glob("*.py"):
        assert not [m for m, _ in imports(ast.parse(path.read_text())) if m.startswith("tpp")]


def test_nothing_is_marked_safe_and_nothing_is_styled_in_a_template():
    """A strict Content Security Policy refuses style attributes; certificates are not web pages."""
    guilty = [
        str(path.relative_to(TPP.parent))
        for path in (TPP.parent / "templates").rglob("*.html")
        if "certificates/designs" not in str(path)
        and re.search(r"\|\s*safe\b|\sstyle=", re.sub(r"{#.*?#}", "", path.read_text(), flags=re.S))
    ]
    assert guilty == []
