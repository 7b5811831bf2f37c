"""Whatever happens to a build, output/ holds the last good site or the new one, whole."""

from __future__ import annotations

import os
import re
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
    site = disk / "site"
    done = run_with_mounts(
        f'mount -t tmpfs -o size=8m disk "{disk}" && cp -r "{plain}" "{site}"',
        f'({BUILD} "{site}") && cp -r "{site}/output" "{kept}"',
        f'echo "title: Another" > "{site}/new"; sed 1d "{site}/site.yaml" >> "{site}/new"',
        f'mv "{site}/new" "{site}/site.yaml"; rm -r "{site}/.cache"',
        f'cat /dev/zero > "{disk}/filler" 2>/dev/null',
        f'({BUILD} "{site}"); echo "status $?"',
        f'diff -r "{site}/output" "{kept}" && ls -A "{site}" | grep output',
    )
    assert done.stderr == "No space left on device\nnothing was written; output/ is as it was\n"
    assert done.stdout.splitlines()[-2:] == ["status 1", "output"]


def test_a_disk_mounted_on_the_output_is_told(plain: Path) -> None:
    (plain / "output").mkdir()
    mounted = f'mount -t tmpfs disk "{plain}/output"'
    done = run_with_mounts(mounted, f'{BUILD} "{plain}"')
    assert done.returncode == 1
    assert done.stderr.startswith(f"{plain}/output: a disk is mounted on this folder")
    assert names_beside(plain) == ["output"]


def test_an_output_in_the_lower_layer_of_an_overlay_is_told(plain: Path, tmp_path: Path) -> None:
    build(plain)
    whole = tmp_path / "whole"
    whole.mkdir()
    mounted = (
        f'mount -t tmpfs disk "{whole}" && cd "{whole}" && mkdir upper work site &&'
        f' mount -t overlay -o lowerdir="{plain}",upperdir=upper,workdir=work,userxattr it site'
    )
    if run_with_mounts(mounted).returncode:
        pytest.skip("this system does not let its users lay one folder over another")
    write_again = f'({BUILD} "{whole}/site") || rm -r site/output && ({BUILD} "{whole}/site")'
    done = run_with_mounts(mounted, write_again)
    assert done.stderr.startswith(f"{whole}/site/output: this folder is in the lower layer")
    assert done.stderr.endswith("nothing was written; output/ is as it was\n")
    assert done.returncode == 0


def test_a_read_only_output_is_replaced(plain: Path) -> None:
    # Who is root gives up what root may do beyond the owner of the folder.
    as_owner = () if os.geteuid() else ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    build(plain)
    for folder in ("output", "output/articles", "output/topics"):
        (plain / folder).chmod(0o555)
    for times in range(2):
        change(plain, f"Title {times}")
        done = run(f'{BUILD} "{plain}"', *as_owner)
        assert (done.returncode, done.stderr) == (0, "")
        assert names_beside(plain) == ["output"]
    assert "Title 1" in (plain / "output" / "index.html").read_text("utf-8")


def test_what_cannot_be_removed_is_told(plain: Path) -> None:
    build(plain)
    (plain / ".output-new").mkdir()
    mounted = f'mount -t tmpfs disk "{plain}/.output-new"'
    done = run_with_mounts(mounted, f'{BUILD} "{plain}"')
    assert done.returncode == 1
    assert done.stderr.startswith(f"{plain}/.output-new: ")
    assert "remove it by hand" in done.stderr


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
    build(plain)
    (plain / "output" / "index.html").unlink()
    os.mkfifo(plain / "output" / "index.html")
    done = run(f'{BUILD} "{plain}"')
    assert done.returncode == 0, done.stderr
    assert (plain / "output" / "index.html").is_file()


def test_an_output_that_is_a_link_is_told_with_the_other_problems(plain: Path) -> None:
    (plain / "output").symlink_to("output")
    (plain / "content" / "people.yaml").unlink()
    done = run(f'{BUILD} "{plain}"')
    assert done.returncode == 1
    assert "output: foreign-output: output is a link" in done.stderr
    assert "content/people.yaml: missing-file" in done.stderr


def change(site: Path, title: str = "Otherness") -> None:
    """Change what is on every page."""
    settings = site / "site.yaml"
    text = re.sub("^title: .*", f"title: {title}", settings.read_text("utf-8"), flags=re.MULTILINE)
    settings.write_text(text, "utf-8")


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
