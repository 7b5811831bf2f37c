"""Files → disk, all or none: `output/`, the lock, a new article's files, a new folder."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from generator import urls
from generator.plan import File

try:
    import fcntl
except ImportError:  # Windows: there two builds at once are not kept apart
    fcntl = None  # type: ignore[assignment]


def output(directory: Path, files: Iterable[File], build_id: str) -> tuple[str, ...]:
    """Write the files, and build.json that lists them, as the new content of directory.

    They are written beside it first; until all are there the old content stays. A process that
    writes the same directory is waited for. Gives the paths that were written. Raises OSError
    where the disk does not take them, and ValueError for a path that is given twice or leads out
    of the directory.
    """
    directory = directory.resolve()  # where it is a link, its target is what is replaced
    by_path: dict[str, bytes] = {}
    for file in files:
        if file.path in by_path or not _stays_inside(file.path):
            raise ValueError(f"{file.path} is written twice or leads out of {directory.name}/")
        by_path[file.path] = file.encoded
    by_path[urls.BUILD_JSON] = build_json(by_path, build_id)
    directory.parent.mkdir(parents=True, exist_ok=True)
    staged, _ = _beside(directory)
    with _alone(directory):
        _repair(directory)
        if directory.exists() and not directory.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(directory))
        try:
            staged.mkdir()
            for path, content in by_path.items():
                target = staged / path
                target.parent.mkdir(parents=True, exist_ok=True)
                _put(content, target, directory / path)
            _swap(staged, directory)
        finally:
            _remove(staged)
    return tuple(sorted(by_path))


def repair(directory: Path) -> None:
    """Clean what a build that was killed left beside directory; where it was in the midst of
    exchanging it, put the old content back."""
    directory = directory.resolve()
    if any(os.path.lexists(path) for path in _beside(directory)):
        with _alone(directory):
            _repair(directory)


def lock(path: Path, text: str) -> None:
    """Write content/evidence.lock, whole or not at all."""
    over({path: text})


def over(files: Mapping[Path, str]) -> None:
    """Write files, also over old ones; none is touched before all are written beside them."""
    staged = {path: path.with_name(f".{path.name}.new") for path in files}
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        staged[path].write_text(text, encoding="utf-8", newline="\n")
    for path, whole in staged.items():
        whole.replace(path)


def new_files(files: Mapping[Path, str]) -> None:
    """Write files that are not there yet: all of them or none.

    Raises FileExistsError where one is there, whatever it is; that one stays as it is.
    """
    staged: list[Path] = []
    made: list[Path] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            whole = path.with_name(f".{path.name}.new")
            staged.append(whole)
            whole.write_text(text, encoding="utf-8", newline="\n")
        for whole, path in zip(staged, files, strict=True):
            _link(whole, path)
            made.append(path)
    except BaseException:
        for path in made:
            path.unlink()
        raise
    finally:
        for whole in staged:
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
    directory = directory.resolve()
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
    if old.is_symlink():
        old.unlink()  # no build left it, and what it leads to is not ours to replace
    if old.exists() and not directory.exists():
        old.rename(directory)
    elif old.exists():
        _discard(old, staged)


def _discard(old: Path, staged: Path) -> None:
    """Remove the old content, under a name by which nobody takes a half of it for the whole."""
    old.rename(staged)
    _remove(staged)


def _remove(path: Path) -> None:
    """Remove what is there; what cannot be removed is left for the next time."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


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


def _put(content: bytes, target: Path, old: Path) -> None:
    """Write a file; where the old one has these bytes it is the same file, with its time."""
    try:
        if stat.S_ISREG(old.lstat().st_mode) and old.read_bytes() == content:
            target.hardlink_to(old)
            return
    except OSError:
        pass  # there is no old one, or the disk knows no such links
    target.write_bytes(content)


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path


def _swap(new: Path, directory: Path) -> None:
    """Put new in directory's place, so that one or the other is there at any moment."""
    if not directory.exists():
        new.rename(directory)
    elif not _exchange(new, directory):
        _, old = _beside(directory)
        directory.rename(old)
        try:
            new.rename(directory)
        except OSError:
            old.rename(directory)
            raise
        _discard(old, new)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names in one step; False where the system cannot."""
    if os.name != "posix":
        return False
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


def build_json(files: Mapping[str, bytes], build_id: str) -> bytes:
    """The list of files with their SHA-256, and what they were made from."""
    listed = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}
    return (json.dumps({"id": build_id, "files": listed}, indent=1) + "\n").encode()
