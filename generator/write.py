"""Files → disk, all or none: `output/`, the lock, a new article's files, a new folder."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from generator import urls
from generator.problems import Place, Problems

try:
    import fcntl
except ImportError:  # Windows: there two builds at once are not kept apart
    fcntl = None  # type: ignore[assignment]


class Writable(Protocol):
    """A file with what is in it, which may be made when it is asked for."""

    @property
    def path(self) -> str:
        """Relative to the directory."""

    @property
    def encoded(self) -> bytes: ...

    @property
    def digest(self) -> str:
        """The SHA-256 of `encoded` where it is known without a look at it, else empty."""


class State(Protocol):
    """What is known of a directory that is written time after time."""

    def is_as_left(self) -> bool:
        """Whether it is as it was left the last time."""

    def leave(self, written: int) -> None:
        """Be told that it was written, and when the last of its files was (in ns)."""


_W = TypeVar("_W", bound=Writable)


def _one_by_one(put: Callable[[_W], str], files: Sequence[_W]) -> list[str]:
    return list(map(put, files))


def output(
    directory: Path,
    files: Sequence[_W],
    build_id: str,
    each: Callable[[Callable[[_W], str], Sequence[_W]], list[str]] = _one_by_one,
    state: State | None = None,
) -> tuple[str, ...]:
    """Write the files, and build.json that lists them, as the new content of directory.

    They are written beside it first; until all are there the old content stays. A process that
    writes the same directory is waited for. `each` is given what puts a file there and gives its
    SHA-256, and the files; it gives the SHA-256 of all. Where `state` tells that the directory is
    as it was left, its files are not read. Gives the paths that were written.

    Raises OSError where the disk does not take them, BuildFailed where the directory holds what
    no build wrote, and ValueError for a path that is given twice or leads out of the directory.
    """
    paths = [file.path for file in files]
    for path, count in Counter(paths).items():
        if count > 1 or not _stays_inside(path):
            raise ValueError(f"{path} is written twice or leads out of {directory.name}/")
    directory.parent.mkdir(parents=True, exist_ok=True)
    staged, _ = _beside(directory)
    problems = Problems()
    with _alone(directory):
        _repair(directory)
        note_foreign(directory, problems)
        problems.stop_if_any()
        try:
            staged.mkdir()
            for folder in sorted({path.rpartition("/")[0] for path in paths}):
                (staged / folder).mkdir(parents=True, exist_ok=True)
            listed = _listed(directory) if state and state.is_as_left() else None
            digests = each(partial(_put, staged, directory, listed or {}), files)
            listing = build_json(dict(zip(paths, digests, strict=True)), build_id)
            (staged / urls.BUILD_JSON).write_bytes(listing)
            written = time.time_ns()
            _swap(staged, directory)
        finally:
            with suppress(OSError):  # the next build tries again
                _remove(staged)
        if state:
            state.leave(written)
    return tuple(sorted((*paths, urls.BUILD_JSON)))


def repair(directory: Path) -> None:
    """Clean what a build that was killed left beside directory; where it was in the midst of
    exchanging it, put the old content back."""
    if any(os.path.lexists(path) for path in _beside(directory)):
        with _alone(directory):
            _repair(directory)


def note_foreign(directory: Path, problems: Problems) -> None:
    """Note where a build would not replace its own work, but what somebody else keeps there."""
    is_ours = _is_folder(directory) and (_was_built(directory) or not any(directory.iterdir()))
    if is_ours or not os.path.lexists(directory):
        return
    is_link = directory.is_symlink()
    what = "a link, and what it leads to is not replaced" if is_link else "not what a build wrote"
    help = f"move it away, or remove it; the build makes a folder {directory.name}/ of its own"
    problems.add("foreign-output", f"{directory.name} is {what}", Place(directory.name), help)


def over(files: Mapping[Path, str]) -> None:
    """Write files, also over old ones; none is touched before all are written beside them."""
    with _staged(files) as staged:
        for path, whole in staged.items():
            whole.replace(path)


def new_files(files: Mapping[Path, str]) -> None:
    """Write files that are not there yet: all of them or none.

    Raises FileExistsError where one is there, whatever it is; that one stays as it is.
    """
    made: list[Path] = []
    with _staged(files) as staged:
        try:
            for path, whole in staged.items():
                _link(whole, path)
                made.append(path)
        except BaseException:
            for path in made:
                path.unlink()
            raise


@contextmanager
def _staged(files: Mapping[Path, str]) -> Iterator[Mapping[Path, Path]]:
    """Write files beside their places; gives where, by place. What is not moved goes again."""
    staged: dict[Path, Path] = {}
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            whole = path.with_name(f".{path.name}.new")
            whole.unlink(missing_ok=True)  # left by a process that was killed, or not ours
            with whole.open("x", encoding="utf-8", newline="\n") as file:  # follows no link
                staged[path] = whole
                file.write(text)
        yield staged
    finally:
        for whole in staged.values():
            whole.unlink(missing_ok=True)


def _link(whole: Path, path: Path) -> None:
    """Give a file its name, as a rename does, but only where nothing has it."""
    try:
        os.link(whole, path)
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, "is there already", str(path)) from None


def new_folder(directory: Path, files: Mapping[str, tuple[bytes, bool]]) -> None:
    """Make a folder of files (by path: content, and whether it is a program): whole or not at all.

    Raises FileExistsError where there is anything but an empty folder.
    """
    directory = Path(os.path.realpath(directory))
    if directory.exists() and not _is_empty_folder(directory):
        raise FileExistsError(errno.EEXIST, "is not an empty folder", str(directory))
    directory.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        for path, (content, is_program) in files.items():
            target = staged / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(0o755 if is_program else 0o644)
        staged.chmod(0o755)
        staged.rename(directory)  # over an empty folder, and no other
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _beside(directory: Path) -> tuple[Path, Path]:
    """What stands beside a directory while it is written: the new content (or what may go at any
    time), and, between two renames, the old."""
    return directory.with_name(f".{directory.name}-new"), directory.with_name(
        f".{directory.name}-old"
    )


def _repair(directory: Path) -> None:
    staged, old = _beside(directory)
    _remove(staged)
    if _is_folder(old) and not os.path.lexists(directory):
        old.rename(directory)
    elif os.path.lexists(old):
        old.rename(staged)  # a name by which nobody takes a half of it for the whole
        _remove(staged)


def _remove(path: Path) -> None:
    """Remove what is there, also where its folders are read-only; links are not followed."""
    if not _is_folder(path):
        path.unlink(missing_ok=True)
        return
    try:
        with suppress(OSError):
            shutil.rmtree(path)
            return
        path.chmod(0o700)
        for folder, names, _ in os.walk(path):
            for inner in (Path(folder, name) for name in names):
                if not inner.is_symlink():
                    inner.chmod(0o700)
        shutil.rmtree(path)
    except OSError as error:
        message = f"{os.strerror(error.errno or 0)}; a build left this folder: remove it by hand"
        raise OSError(error.errno, message, str(path)) from error


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _was_built(directory: Path) -> bool:
    """Whether a build wrote a folder: it has a build.json as build_json makes it."""
    return _listed(directory) is not None


def _listed(directory: Path) -> Mapping[str, str] | None:
    """The SHA-256 of the files that a build wrote to a folder; None where none did."""
    listing = directory / urls.BUILD_JSON
    try:
        if stat.S_ISREG(listing.lstat().st_mode):
            match json.loads(listing.read_bytes()):
                case {"id": str(), "files": dict(files)}:
                    return files
    except (OSError, ValueError, RecursionError):
        pass
    return None


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Let one process at a time write a directory; the others wait."""
    if fcntl is None:
        yield
        return
    lock = directory.with_name(f".{directory.name}-lock")
    while True:
        held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        fcntl.flock(held, fcntl.LOCK_EX)  # the system gives it free when the process ends
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(held), lock.stat()):
                break  # else the process before took the file away
        os.close(held)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(held)


def _put(staged: Path, directory: Path, listed: Mapping[str, str], file: Writable) -> str:
    """Write a file; where the old one has its bytes it is the same file, with its time. `listed`
    has the SHA-256 of old files that are known. Gives the SHA-256 of what is in it."""
    target, old = f"{staged}/{file.path}", f"{directory}/{file.path}"
    wanted = file.digest
    if wanted and listed.get(file.path) == wanted and _is_linked(old, target):
        return wanted
    try:
        before = Path(old).read_bytes() if stat.S_ISREG(os.lstat(old).st_mode) else None
    except OSError:
        before = None
    digest = hashlib.sha256(before).hexdigest() if before is not None and wanted else ""
    content = before if digest and digest == wanted else None
    if content is None:
        content = file.encoded  # which may be much work
        digest = hashlib.sha256(content).hexdigest()
    if content != before or not _is_linked(old, target):
        Path(target).unlink(missing_ok=True)  # of a process that died it may be the old file itself
        Path(target).write_bytes(content)
    return digest


def _is_linked(old: str, target: str) -> bool:
    """Make target the same file as the old one; False where the disk knows no such links."""
    try:
        os.link(old, target)
    except FileExistsError:  # a process that died did so, or wrote it
        return Path(old).samefile(target)
    except OSError:
        return False
    return True


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path


def _swap(new: Path, directory: Path) -> None:
    """Put new in directory's place and what was there in new's, so that one or the other is there
    at any moment; or, between two renames, the old one where the next build finds it."""
    _, old = _beside(directory)
    try:
        if not directory.exists():
            new.rename(directory)
        elif not _exchange(new, directory):
            directory.rename(old)
            try:
                new.rename(directory)
            except OSError:
                old.rename(directory)
                raise
            old.rename(new)
    except OSError as error:
        if error.errno not in _UNMOVED:
            raise
        raise OSError(error.errno, _UNMOVED[error.errno], str(directory)) from error


# What the system says of a folder that it does not give another name, and what to do.
_UNMOVED = {
    errno.EBUSY: "a disk is mounted on this folder, which cannot be exchanged; mount it on the"
    " folder above, or unmount it",
    errno.EXDEV: "this folder is in the lower layer of an overlay, and cannot be exchanged; remove"
    " it and build again",
}


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names in one step; False where the system cannot."""
    if os.name != "posix":
        return False
    import ctypes  # where there is an old output alone

    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        exchange, here, swap = getattr(libc, "renamex_np", None), (), _RENAME_SWAP
    else:
        exchange, here, swap = getattr(libc, "renameat2", None), (_AT_FDCWD,), _RENAME_EXCHANGE
    if exchange is None:
        return False
    if exchange(*here, os.fsencode(one), *here, os.fsencode(other), swap) == 0:
        return True
    error = ctypes.get_errno()
    if error in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False  # the kernel is too old, or this kind of disk cannot
    raise OSError(error, os.strerror(error), str(other))


# linux/fs.h and fcntl.h; sys/stdio.h of macOS
_RENAME_EXCHANGE, _AT_FDCWD, _RENAME_SWAP = 2, -100, 2


def build_json(digests: Mapping[str, str], build_id: str) -> bytes:
    """The list of files with their SHA-256, and what they were made from."""
    listed = {path: digests[path] for path in sorted(digests)}
    return (json.dumps({"id": build_id, "files": listed}, indent=1) + "\n").encode()
