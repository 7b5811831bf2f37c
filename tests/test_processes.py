"""Work by two processes gives what one gives, whatever becomes of the second."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import processes
from generator.processes import FEW, aside, each
from generator.progress import Progress

MANY = list(range(FEW + 3))
PARENT = os.getpid()


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine with two cores and no threads, whatever this one has."""
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@settings(max_examples=25)
@given(st.lists(st.integers(), max_size=2 * FEW))
def test_what_it_gives_is_in_the_order_of_the_pieces(pieces: list[int]) -> None:
    assert each(lambda piece: piece * 2, pieces, "doubling") == [piece * 2 for piece in pieces]


def test_two_processes_share_the_work_of_many_pieces_and_one_does_few() -> None:
    by = each(lambda piece: slowly(os.getpid()), MANY, "asking")
    assert len(set(by)) == 2
    assert set(each(lambda piece: os.getpid(), MANY[: FEW - 1], "asking")) == {PARENT}


def test_who_is_slow_does_less() -> None:
    by = each(lambda piece: leisurely(os.getpid()), MANY, "asking")
    assert 0 < by.count(PARENT) < len(MANY) / 3


@pytest.mark.parametrize("count", [FEW, 3_999, 4_000, 12_345])
def test_of_any_number_of_pieces_each_is_done_once(count: int, tmp_path: Path) -> None:
    log = tmp_path / "done"

    def work(piece: int) -> int:
        with log.open("ab", buffering=0) as file:
            file.write(f"{piece}\n".encode())
        return piece

    assert each(work, range(count), "counting") == list(range(count))
    assert sorted(map(int, log.read_text().split())) == list(range(count))


def test_what_the_second_process_does_to_files_stays(tmp_path: Path) -> None:
    each(lambda piece: (tmp_path / str(piece)).write_text("done"), MANY, "writing")
    assert sorted(int(file.name) for file in tmp_path.iterdir()) == MANY


def slowly(value: int) -> int:
    time.sleep(0.02)
    return value


def leisurely(value: int) -> int:
    """In this process slower than in the other, which so does most."""
    time.sleep(0.05 if os.getpid() == PARENT else 0.005)
    return value


def killed(piece: int) -> int:
    if os.getpid() != PARENT and piece > 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return leisurely(piece)


def unpicklable(piece: int) -> object:
    return (lambda: piece) if os.getpid() != PARENT else leisurely(piece)


@pytest.mark.parametrize("work", [killed, unpicklable])
def test_what_the_second_process_could_not_do_is_done_by_the_first(work: object) -> None:
    assert each(work, MANY, "counting") == MANY  # type: ignore[arg-type]


@pytest.mark.parametrize("is_late", [False, True])  # in this process, in the other
def test_what_is_raised_is_raised_here_and_no_process_is_left(
    tmp_path: Path, is_late: bool
) -> None:
    def work(piece: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        if piece == 7:
            raise ValueError(f"no {piece}")
        return leisurely(piece) if is_late else piece

    with pytest.raises(ValueError, match="no 7"):
        each(work, MANY, "counting")
    for name in {file.name for file in tmp_path.iterdir()} - {str(PARENT)}:
        with pytest.raises(ProcessLookupError):
            os.kill(int(name), 0)


def test_progress_tells_of_all_pieces() -> None:
    stream, clock = io.StringIO(), iter(range(0, 10_000, 10))
    each(abs, MANY, "counting", Progress(stream, lambda: float(next(clock))))
    assert stream.getvalue().splitlines()[-1] == f"counting: {len(MANY)} of {len(MANY)}"


def test_what_is_done_aside_is_done_when_it_was_waited_for(tmp_path: Path) -> None:
    def work() -> None:
        time.sleep(0.05)
        (tmp_path / str(os.getpid())).touch()

    with aside(work) as wait:
        wait()
        (done,) = tmp_path.iterdir()
        assert done.name != str(PARENT)


def test_what_is_wrong_aside_is_told_to_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with aside(lambda: 1 // 0) as wait:
        assert not wait()
    with aside(lambda: None) as wait:
        assert wait()
    assert capfd.readouterr() == ("", "")


def test_what_is_done_aside_ends_where_the_work_beside_it_fails(tmp_path: Path) -> None:
    def work() -> None:
        (tmp_path / "begun").touch()
        time.sleep(60)
        (tmp_path / "done").touch()

    with pytest.raises(ZeroDivisionError), aside(work):
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        _ = 1 // 0
    assert [file.name for file in tmp_path.iterdir()] == ["begun"]


def test_with_one_core_nothing_is_done_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 1)
    with aside((tmp_path / "done").touch) as wait:
        wait()
    assert list(tmp_path.iterdir()) == []


def test_where_no_second_process_is_to_be_had_the_first_does_it_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "fork", refused)
    assert each(abs, MANY, "counting") == MANY
    with aside(abort) as wait:
        wait()


def refused() -> int:
    raise OSError(errno.EAGAIN, "no more processes")


def abort() -> None:
    raise AssertionError("done aside")


def test_ends_that_the_system_forgets_are_not_waited_for() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert each(abs, MANY, "counting") == MANY
        with aside(lambda: None) as wait:
            wait()
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_what_was_told_in_part_is_done_again() -> None:
    begun = list[int]()  # by each of the two

    def work(piece: int) -> str:
        if not begun and os.getpid() == PARENT:
            time.sleep(0.6)  # in which the other one does all else, and is stuck in telling
        elif not begun:
            subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -KILL {os.getpid()}"])
        begun.append(piece)
        return f"{piece}" * 50_000

    assert each(work, MANY, "writing") == [f"{piece}" * 50_000 for piece in MANY]
