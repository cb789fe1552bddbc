"""What the person at the command line is told."""

from pathlib import Path

import pytest

from tpp.parties.actions import load_reference

REAL = Path(__file__).parents[2] / "data" / "tpp_runs.csv"


@pytest.fixture
def runs(app):
    load_reference()
    return lambda *words: app.test_cli_runner().invoke(args=["runs", *map(str, words)])


def with_second_row_broken(path):
    lines = REAL.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2] = lines[2].replace("2016-07-29", "2016-02-30")
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_the_first_import_creates_thirty_runs_and_the_second_none(runs):
    first, second = runs("import", REAL), runs("import", REAL)

    assert first.exit_code == second.exit_code == 0
    assert "30 created, 0 updated, 0 unchanged, 0 refused" in first.output
    assert "0 created, 0 updated, 30 unchanged, 0 refused" in second.output
    assert "not understood, kept   line 10: R013: participating: “ASEAN members”" in first.output


def test_a_bad_row_is_named_with_line_and_reason_and_nothing_is_taken(runs, tmp_path):
    file = with_second_row_broken(tmp_path / "broken.csv")

    refused, kept = runs("import", file), runs("import", file, "--keep-good")

    assert refused.exit_code == kept.exit_code == 1
    assert "refused   line 3: R002: end_date: “2016-02-30” is not a day" in refused.output
    assert "Nothing was taken" in refused.output
    assert "0 created" in refused.output
    assert "29 created, 0 updated, 0 unchanged, 1 refused" in kept.output


def test_a_file_of_another_kind_is_refused_in_one_sentence(runs, tmp_path):
    file = tmp_path / "runs.csv"
    file.write_bytes(b"PK\x03\x04rest")

    result = runs("import", file)

    assert result.exit_code == 1
    assert result.output.startswith("Error: runs.csv: This is not a CSV file")
    assert "Traceback" not in result.output


def test_a_file_of_a_hundred_megabytes_is_refused_by_its_size(runs, tmp_path):
    file = tmp_path / "large.csv"
    with file.open("wb") as content:
        content.truncate(100 * 1024 * 1024)

    result = runs("import", file)

    assert result.exit_code == 1
    assert "larger than 5 MB" in result.output


def test_a_missing_file_or_a_folder_is_not_a_crash(runs, tmp_path):
    for wrong in (tmp_path / "none.csv", tmp_path):
        result = runs("import", wrong)
        assert result.exit_code == 2
        assert "Traceback" not in result.output


def test_cells_cannot_steer_the_terminal(runs, tmp_path):
    header = REAL.read_text(encoding="utf-8").splitlines()[0]
    file = tmp_path / "runs.csv"
    file.write_text(f"{header}\n\x1b[31mR1{',' * 21}\n", encoding="utf-8")

    result = runs("import", file)

    assert result.exit_code == 1
    assert "\x1b" not in result.output


def test_the_reconciliation_prints_each_total_ours_the_difference_and_both_sources(runs):
    runs("import", REAL)

    output = runs("reconcile").output

    kenya = output[output.index("Kenya: TPP personnel") :].split("\n\n")[0]
    assert "published   611 people, as of 2025" in kenya
    assert "wecanworkfromhome.com" in kenya
    assert "79 reported; 30 approximate; 10 planned; 12 runs of 27 published" in kenya
    assert "difference  +532" in kenya
    assert "R040  34 reported  https://superash" in kenya
    assert "R002  unknown" in kenya
    assert output.count("no comparable record") == 4
    assert output.count("  published   ") == 23
