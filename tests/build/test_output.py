"""The published folder: whose it is, what a failed build leaves of it, and what keeps two builds apart."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.build.edits import book_income
from tests.build.site import Site, assert_as_if_built_anew, bytes_of, small_county, stamps_of
from tests.conftest import CHECKOUT

NOT_UPDATED = "未更新"


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = small_county(tmp_path_factory.mktemp("county"))
    shutil.copytree(site.content, site.root / "as-written")
    return site


@pytest.fixture
def site(lived_in: Site) -> Iterator[Site]:
    """A county that was just published."""
    shutil.rmtree(lived_in.content)
    shutil.copytree(lived_in.root / "as-written", lived_in.content)
    lived_in.build()
    yield lived_in
    shutil.rmtree(lived_in.output)


def break_a_notice(site: Site, village: str) -> str:
    path = next((site.content / village / "party").glob("*.md")).relative_to(site.content).as_posix()
    site.change(path, "title:", "titel:")
    return path


class TestForeignFolders:
    def test_a_folder_with_files_of_others_is_refused_and_left_alone(
        self, site: Site, tmp_path: Path
    ) -> None:
        (tmp_path / "photos").mkdir()
        (tmp_path / "photos" / "one.jpg").write_bytes(b"picture")
        before = stamps_of(tmp_path)
        ran = site.run("build", "--output", tmp_path / "photos")
        assert ran.code == 2
        assert "不是 sitegen 生成的" in ran.stderr
        assert stamps_of(tmp_path) == before

    @pytest.mark.parametrize("manifest", ["", "{}", '{"files": [', "[]\n", '{"files": []}'])
    def test_a_manifest_of_another_kind_is_no_proof(self, site: Site, tmp_path: Path, manifest: str) -> None:
        (tmp_path / "manifest.json").write_text(manifest)
        ran = site.run("build", "--output", tmp_path)
        assert ran.code == 2
        assert (tmp_path / "manifest.json").read_text() == manifest

    def test_a_file_in_the_place_of_the_folder_is_refused(self, site: Site, tmp_path: Path) -> None:
        (tmp_path / "public").write_text("notes")
        assert site.run("build", "--output", tmp_path / "public").code == 2
        assert (tmp_path / "public").read_text() == "notes"

    def test_an_empty_folder_is_taken(self, site: Site, tmp_path: Path) -> None:
        assert site.run("build", "--output", tmp_path).code == 0
        assert (tmp_path / "index.html").is_file()

    def test_files_that_others_put_there_later_stay(self, site: Site) -> None:
        (site.output / "CNAME").write_text("example.org")
        (site.output / "t01" / "v01" / "own.txt").write_text("own")
        book_income(site, 1)
        site.build()
        site.build(clean=True)
        assert (site.output / "CNAME").read_text() == "example.org"
        assert (site.output / "t01" / "v01" / "own.txt").read_text() == "own"

    @pytest.mark.parametrize("output", ["content", "content/public", "."])
    def test_content_and_output_in_one_another_are_refused(self, site: Site, output: str) -> None:
        before = stamps_of(site.content)
        assert site.run("build", "--output", output).code == 2
        assert stamps_of(site.content) == before


class TestManifest:
    def test_it_lists_every_file_with_size_and_hash(self, site: Site) -> None:
        listed = json.loads((site.output / "manifest.json").read_text(encoding="utf-8"))["files"]
        assert [entry["path"] for entry in listed] == sorted(entry["path"] for entry in listed)
        expected = bytes_of(site.output)
        del expected["manifest.json"]
        assert {entry["path"]: entry["sha256"] for entry in listed} == expected
        for entry in listed:
            content = (site.output / entry["path"]).read_bytes()
            assert (len(content), sha256(content).hexdigest()) == (entry["size"], entry["sha256"])

    def test_an_edited_manifest_is_put_right(self, site: Site) -> None:
        manifest = site.output / "manifest.json"
        lines = manifest.read_text(encoding="utf-8").splitlines(keepends=True)
        manifest.write_text("".join([*lines[:5], *lines[9:]]), encoding="utf-8")
        assert_as_if_built_anew(site, site.build())

    def test_without_its_manifest_the_folder_is_foreign(self, site: Site) -> None:
        (site.output / "manifest.json").unlink()
        assert site.run("build").code == 2

    def test_a_clean_build_mends_what_others_did_to_pages(self, site: Site) -> None:
        page = site.output / "t01" / "index.html"
        page.write_bytes(page.read_bytes().replace(b"<h", b"<H"))
        (site.output / "index.html").unlink()
        shutil.rmtree(site.output / "t01" / "v02" / "finance")
        untouched = stamps_of(site.output / "t01" / "v01")
        assert_as_if_built_anew(site, site.build(clean=True))
        assert stamps_of(site.output / "t01" / "v01") == untouched, "equal bytes are not written again"


class TestErrors:
    def test_content_with_an_error_leaves_the_site_as_it_was(self, site: Site) -> None:
        before = stamps_of(site.output)
        book_income(site, 0)
        path = break_a_notice(site, "t01/v02")
        ran = site.run("build")
        assert ran.code == 1
        assert f"content/{path}:2:1: error" in ran.stderr
        assert "没有公布任何改动" in ran.stderr
        assert stamps_of(site.output) == before

    def test_an_error_in_the_tree_of_boards_leaves_it_as_it_was_too(self, site: Site) -> None:
        before = stamps_of(site.output)
        site.change("t01/v02/board.yaml", "level: village", "level: town")
        assert site.run("build", "--keep-going").code == 1
        assert stamps_of(site.output) == before

    def test_an_error_in_a_template_leaves_it_as_it_was_too(self, site: Site) -> None:
        before = stamps_of(site.output)
        override = site.root / "templates" / "home" / "board.html"
        override.parent.mkdir(parents=True)
        override.write_text("<p>\n{{ no_such_name }}\n", encoding="utf-8")
        ran = site.run("build", "--jobs", "2")
        shutil.rmtree(site.root / "templates")
        assert ran.code == 1
        assert "templates/home/board.html:2" in ran.stderr
        assert "Traceback" not in ran.stderr
        assert stamps_of(site.output) == before

    def test_what_was_a_warning_is_told_as_an_error_where_that_is_asked_for(self, site: Site) -> None:
        site.write("t01/v01/finance/notes.txt", "草稿")
        assert "warning register.foreign-file" in site.run("build").stderr
        ran = site.run("build", "--strict", "--keep-going")
        assert ran.code == 1
        assert "error register.foreign-file" in ran.stderr

    def test_the_sound_boards_are_published_where_that_is_asked_for(self, site: Site) -> None:
        last_good = (site.output / "t01/v02/points/index.html").read_text(encoding="utf-8")
        book_income(site, 0)
        break_a_notice(site, "t01/v02")
        ran = site.run("build", "--keep-going")
        assert ran.code == 1
        page = (site.output / "t01/v02/points/index.html").read_text(encoding="utf-8")
        assert NOT_UPDATED in page
        assert page.count("not-updated") == 1
        assert "".join(page.splitlines()).startswith("".join(last_good.splitlines())[:200])
        for sound in ("index.html", "t01/index.html", "t01/v01/index.html", "t01/v01/finance/2022-01.html"):
            assert NOT_UPDATED not in (site.output / sound).read_text(encoding="utf-8")
        assert "补收款" in (site.output / "t01/v01/finance/2022-01.html").read_text(encoding="utf-8")
        summary = json.loads((site.output / "data/board.json").read_text(encoding="utf-8"))
        assert summary["coverage"]["boards"] == 2, "the county goes on counting what was last published"

    def test_the_mark_goes_when_the_board_is_sound_again(self, site: Site) -> None:
        path = break_a_notice(site, "t01/v02")
        for _ in range(2):
            assert site.build(keep_going=True).failed
        site.change(path, "titel:", "title:")
        assert_as_if_built_anew(site, site.build())
        assert not any(
            NOT_UPDATED in page.read_text(encoding="utf-8") for page in site.output.rglob("*.html")
        )

    def test_a_broken_board_with_no_last_good_pages_is_left_out(self, site: Site) -> None:
        shutil.copytree(site.content / "t01/v02", site.content / "t01/v03")
        break_a_notice(site, "t01/v03")
        assert site.build(keep_going=True).failed
        assert not (site.output / "t01/v03").exists()
        assert (site.output / "t01/v02/index.html").is_file()


class TestTheSystemFails:
    def run_with_little_disk(self, site: Site, jobs: int) -> subprocess.CompletedProcess[str]:
        """Build where no file may grow beyond 4 KB, as on a disk that is full."""
        return subprocess.run(
            [sys.executable, "-m", "sitegen", "build", "--clean", "--as-of", "2022-12-31", f"--jobs={jobs}"],
            cwd=site.root,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_a_full_disk(self, site: Site, jobs: int) -> None:
        before = stamps_of(site.output)
        book_income(site, 0)
        ran = self.run_with_little_disk(site, jobs)
        assert ran.returncode == 3, ran.stderr
        assert "写不进去" in ran.stderr
        assert "Traceback" not in ran.stderr
        assert stamps_of(site.output) == before
        assert not any("staging" in path.name for path in site.root.iterdir())
        assert_as_if_built_anew(site, site.build())

    def test_a_place_where_no_folder_can_be_made(self, site: Site) -> None:
        ran = site.run("build", "--output", "/proc/nowhere/public")
        assert ran.code == 3
        assert "写不进去" in ran.stderr


class TestTwoBuildsAtOnce:
    def test_the_second_waits_for_the_first(self, site: Site) -> None:
        """The first is stopped while it holds the lock; the second says that it waits, and ends after it."""
        lock = site.state.with_suffix(".lock")
        book_income(site, 0)
        with lock.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            second = site.start()
            assert second.stderr is not None
            assert "等它完成" in second.stderr.readline()
            assert second.poll() is None
            assert site.run("check").code == 0, "a check takes no lock"
            fcntl.flock(held, fcntl.LOCK_UN)
        _, said = second.communicate(timeout=60)
        assert second.returncode == 0, said
        assert_as_if_built_anew(site, site.build())

    def test_two_that_start_together_both_publish_the_whole_site(self, site: Site) -> None:
        _, expected = site.anew()
        shutil.rmtree(site.output)
        shutil.rmtree(site.root / ".sitegen")
        builds = [site.start("--jobs", "2") for _ in range(2)]
        for build in builds:
            _, said = build.communicate(timeout=120)
            assert build.returncode == 0, said
        assert bytes_of(site.output) == expected
        assert site.build().rendered == []

    def test_the_lock_of_a_killed_build_is_free(self, site: Site) -> None:
        book_income(site, 0)
        build = site.start("--jobs", "2", "--clean")
        assert build.stderr is not None
        build.send_signal(signal.SIGSTOP)
        build.send_signal(signal.SIGKILL)
        build.communicate()
        assert_as_if_built_anew(site, site.build())
