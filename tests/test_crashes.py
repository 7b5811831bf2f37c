"""Whatever happens to a build, output/ holds the last good site or the new one, whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import write
from generator.build import build
from generator.plan import File
from generator.problems import BuildFailed
from tests import kills
from tests.sites import ROOT, bytes_of

BUILD = f'cd "{ROOT}" && exec "{sys.executable}" -m generator build --root'


def test_a_killed_build_leaves_a_whole_site(tmp_path: Path) -> None:
    found = kills.kill(tmp_path, times=15, seed=1)
    assert found.wrong == []
    assert sum(found.ended.values()) == 15


def test_what_a_dead_build_left_is_cleaned_even_by_one_that_fails(plain: Path) -> None:
    build(plain)
    good = bytes_of(plain / "output")
    for left in (".output-new", ".output-old"):
        (plain / left / "articles").mkdir(parents=True)
        (plain / left / "articles" / "half.html").write_text("<p>Ha")
    (plain / ".output-lock").touch()
    (plain / "content" / "people.yaml").unlink()
    with pytest.raises(BuildFailed):
        build(plain)
    assert bytes_of(plain / "output") == good
    assert names_beside(plain) == ["output"]


def test_a_build_that_died_between_two_renames_is_undone(plain: Path) -> None:
    build(plain)
    good = bytes_of(plain / "output")
    (plain / "output").rename(plain / ".output-old")
    (plain / ".output-new").mkdir()
    (plain / "content" / "people.yaml").unlink()
    with pytest.raises(BuildFailed):
        build(plain)
    assert bytes_of(plain / "output") == good
    assert names_beside(plain) == ["output"]


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    """Two processes write two sites to one folder, many times, while one more looks on."""
    output = tmp_path / "output"
    program = (
        "import sys; from pathlib import Path; from generator import write;"
        "from generator.plan import File; output, word = Path(sys.argv[1]), sys.argv[2]\n"
        "files = [File(f'{n}.html', 'both' if n % 2 else word) for n in range(60)]\n"
        "for _ in range(40): write.output(output, files, word)"
    )
    words = ("one", "other")
    whole = []
    for word in words:
        files = [File(f"{n}.html", "both" if n % 2 else word) for n in range(60)]
        write.output(output, files, word)
        whole.append(bytes_of(output))
    processes = [
        subprocess.Popen([sys.executable, "-c", program, str(output), word], cwd=ROOT)
        for word in words
    ]
    while any(process.poll() is None for process in processes):
        assert output.is_dir()
    assert [process.returncode for process in processes] == [0, 0]
    assert bytes_of(output) in whole
    assert names_beside(tmp_path) == ["output"]


def test_a_file_that_the_disk_does_not_take_leaves_the_old_site(plain: Path) -> None:
    build(plain)
    old = bytes_of(plain / "output")
    change(plain)
    done = run(f'ulimit -f 2; {BUILD} "{plain}"')  # no file may have more than 2 blocks
    assert (done.returncode, done.stderr) == (
        1,
        "File too large\nnothing was written; output/ is as it was\n",
    )
    assert bytes_of(plain / "output") == old
    assert names_beside(plain) == ["output"]


def test_a_full_disk_leaves_the_old_site(plain: Path, tmp_path: Path) -> None:
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    (plain / "output").symlink_to(disk / "output")
    done = run_with_mounts(
        f'mount -t tmpfs -o size=4m disk "{disk}"',
        f'({BUILD} "{plain}") && cp -r "{disk}/output" "{kept}"',
        f'cat /dev/zero > "{disk}/filler" 2>/dev/null; rm -r "{plain}/.cache"',
        f'echo "title: Another" > "{plain}/new"; sed 1d "{plain}/site.yaml" >> "{plain}/new"',
        f'mv "{plain}/new" "{plain}/site.yaml"',
        f'({BUILD} "{plain}"); echo "status $?"',
        f'diff -r "{disk}/output" "{kept}" && ls -A "{disk}"',
    )
    assert done.stderr == "No space left on device\nnothing was written; output/ is as it was\n"
    assert done.stdout.splitlines()[-3:] == ["status 1", "filler", "output"]


def test_a_read_only_folder_leaves_the_old_site(plain: Path) -> None:
    build(plain)
    old = bytes_of(plain / "output")
    change(plain)
    if os.geteuid():
        plain.chmod(0o555)
        done = run(f'{BUILD} "{plain}"')
        plain.chmod(0o755)
        said = "Permission denied"
    else:  # root is refused nothing but by the disk itself
        mounted = f'mount --bind "{plain}" "{plain}" && mount -o remount,bind,ro "{plain}"'
        done = run_with_mounts(mounted, f'{BUILD} "{plain}"')
        said = "Read-only file system"
    assert (done.returncode, done.stderr) == (
        1,
        f"{plain}/.output-lock: {said}\nnothing was written; output/ is as it was\n",
    )
    assert bytes_of(plain / "output") == old


@pytest.mark.parametrize("name", [".output-new", ".output-old", ".output-lock"])
def test_a_link_in_the_place_of_what_is_staged_leads_nowhere(plain: Path, name: str) -> None:
    mine = plain.parent / "mine"
    mine.mkdir()
    (mine / "index.html").write_text("mine")
    (plain / name).symlink_to(mine)
    try:
        build(plain)
    except OSError:
        assert name == ".output-lock"
    assert bytes_of(mine) == {"index.html": b"mine"}


def test_a_pipe_in_the_output_holds_nothing_up(plain: Path) -> None:
    (plain / "output").mkdir()
    os.mkfifo(plain / "output" / "index.html")
    done = run(f'{BUILD} "{plain}"')
    assert done.returncode == 0, done.stderr
    assert (plain / "output" / "index.html").is_file()


def change(site: Path) -> None:
    """Change what is on every page."""
    settings = site / "site.yaml"
    settings.write_text(settings.read_text("utf-8").replace("Quillmarsh", "Otherness"), "utf-8")


def names_beside(folder: Path) -> list[str]:
    """What stands in a folder that has to do with its output."""
    return sorted(path.name for path in folder.iterdir() if "output" in path.name)


def run(script: str, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, "sh", "-c", script], capture_output=True, text=True, timeout=120
    )


def run_with_mounts(*lines: str) -> subprocess.CompletedProcess[str]:
    """Run lines of shell that may mount; the mounts are seen by nobody else and end with them."""
    command = ("unshare", "--map-root-user", "--mount")
    is_able = shutil.which("unshare") and run("true", *command).returncode == 0
    if not is_able:
        pytest.skip("this system does not let its users mount")
    return run("\n".join(lines), *command)
