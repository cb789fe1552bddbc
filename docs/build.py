"""Writes what is told by the code itself: python docs/build.py

docs/statuses.md              every status and its steps, from the FLOW tables
docs/permissions.md           who may do what, and who reads what, from access.MAY, the URL map, the
                              models, and the tables that the authorisation matrix holds them to
tests/house/addresses.txt     every address, so that none vanishes or appears unnoticed
"""

import sys
import tempfile
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.matrix.canaries import ALSO_ADMINISTRATOR, KINDS  # noqa: E402
from tests.matrix.reach import WORDS  # noqa: E402
from tpp.access import MAY, Ability  # noqa: E402
from tpp.acting import Role  # noqa: E402
from tpp.db import Base  # noqa: E402
from tpp.flow import Flow  # noqa: E402
from tpp.history.models import HasFlow  # noqa: E402
from tpp.scope import PRIVATE, HiddenFromRuns  # noqa: E402
from tpp.seats.models import NoPerson  # noqa: E402

COMMAND = "python docs/build.py"
WRITTEN = f"<!-- Written by `{COMMAND}` from the code. Do not edit. -->"


def said(word: str) -> str:
    return str(word).replace("_", " ")


def table(*lines: tuple[str, ...]) -> str:
    head, *rest = lines
    rows = [head, ("---",) * len(head), *rest]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def flows() -> list[tuple[type, Flow]]:
    """Every noun with a status, in alphabetical order."""
    models = [mapper.class_ for mapper in Base.registry.mappers]
    found = [(model, model.flow) for model in models if issubclass(model, HasFlow)]
    return sorted(found, key=lambda pair: pair[1].noun)


def statuses() -> str:
    parts = [
        "# Statuses",
        WRITTEN,
        "A status is stored where a person decides it, and changes only along these tables, in the same"
        " transaction as its line in the logbook. What dates decide is computed and not in them: that a"
        " call is open, a run under way, an offer or a certificate expired.",
    ]
    for model, flow in flows():
        parts += [f"## {flow.noun[0].upper()}{flow.noun[1:]}", first_line(model), steps_of(flow)]
        parts.append(f"Begins as **{said(flow.start)}**. {end_of(flow)}")
    return "\n\n".join(parts) + "\n"


def first_line(model: type) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def steps_of(flow: Flow) -> str:
    lines = []
    for step, moves in flow.steps.items():
        for after in dict.fromkeys(moves.values()):
            before = ", ".join(said(it) for it, to in moves.items() if to == after)
            lines.append((said(step), before, said(after)))
    return table(("step", "from", "to"), *lines)


def end_of(flow: Flow) -> str:
    known = {after for moves in flow.steps.values() for after in moves.values()} | {flow.start}
    ends = sorted(said(it) for it in known if not flow.steps_from(it))
    return f"From here nothing leads on: {', '.join(ends)}." if ends else "It can always move on."


def addresses(app: Flask) -> list[tuple[str, str, str, str]]:
    """Methods, address, view and what it asks for, of everything that the application answers."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda it: (it.rule, it.endpoint)):
        methods = " ".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        access = getattr(app.view_functions[rule.endpoint], "access", "undeclared")
        found.append((methods, rule.rule, rule.endpoint, str(access)))
    return found


def address_list(app: Flask) -> str:
    return "".join(f"{' '.join(line)}\n" for line in addresses(app))


def permissions(app: Flask) -> str:
    return (
        "\n\n".join(
            [
                "# Permissions",
                WRITTEN,
                "Every view names the ability that it asks for, or says that it is public; an application with"
                " a view that does neither refuses to start. The authorisation matrix (`tests/matrix/`) tries"
                " every address with every role on both databases and holds the application to this page.",
                "## Who may do what",
                "*Of the run*, *of the same country* and *whose own it is* are asked of the row; without a row"
                " (a list) the role is enough, and the list holds only what the role sees.",
                table(
                    ("ability", "who may"), *((f"`{it}`", MAY[it].words) for it in sorted(Ability))
                ),
                "## How far each role sees",
                table(("role", "sees"), *((said(role), WORDS[role]) for role in Role)),
                "## Who reads which private values",
                "Only within what the role sees. Nobody reads these from the log of the server or from a mail"
                " address that a page names.",
                readers(),
                "## How private tables are narrowed",
                "By the query layer on both databases, and again by PostgreSQL's row-level security. A"
                " supporter and an administrator read none of these rows; counts for supporters are made above"
                " their scope.",
                narrowing(),
                "## Every address and what it asks for",
                table(
                    ("", "address", "asks for"),
                    *(
                        (methods, f"`{rule}`", access)
                        for methods, rule, _, access in addresses(app)
                    ),
                ),
            ]
        )
        + "\n"
    )


def readers() -> str:
    lines = []
    for name, kind in KINDS.items():
        roles = kind.roles | ({Role.ADMINISTRATOR} if name in ALSO_ADMINISTRATOR else set())
        lines.append((kind.words, *("yes" if role in roles else "" for role in Role)))
    return table(("", *(said(role) for role in Role)), *lines)


def narrowing() -> str:
    lines = []
    for name, model in sorted(PRIVATE.items()):
        by_person = "" if issubclass(model, NoPerson) else "the own"
        by_run = "" if issubclass(model, HiddenFromRuns) else "of the runs taught"
        lines.append((f"`{name}`", "of the own Party", by_run, by_person))
    return table(("table", "focal point", "trainer", "trainee"), *lines)


def documents(app: Flask) -> dict[Path, str]:
    return {
        ROOT / "docs/statuses.md": statuses(),
        ROOT / "docs/permissions.md": permissions(app),
        ROOT / "tests/house/addresses.txt": address_list(app),
    }


def main() -> None:
    from config import Settings
    from tpp import create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings({"TPP_DATA": folder}))
        for path, text in documents(app).items():
            path.write_text(text)


if __name__ == "__main__":
    main()
