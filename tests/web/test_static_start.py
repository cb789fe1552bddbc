"""Web and worker start at the same moment, and both see to the compressed files."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tpp.web.static import compressed


def test_two_processes_that_start_together_find_the_same_whole_folder(tmp_path):
    together = Barrier(2)

    def start(_):
        together.wait()
        return compressed(tmp_path / "static", "abc")

    with ThreadPoolExecutor(2) as pool:
        folders = list(pool.map(start, range(2)))

    assert folders == [tmp_path / "static" / "abc"] * 2
    assert (folders[0] / "css" / "app.css.br").exists()
    assert [it.name for it in (tmp_path / "static").iterdir()] == ["abc"]


def test_what_an_older_version_compressed_goes(tmp_path):
    compressed(tmp_path / "static", "older")

    compressed(tmp_path / "static", "newer")

    assert [it.name for it in (tmp_path / "static").iterdir()] == ["newer"]
