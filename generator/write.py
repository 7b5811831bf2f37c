"""Files → disk, all or none: `output/`, the lock, a new article's files, a new folder."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from generator import urls
from generator.plan import File


def output(directory: Path, files: Iterable[File], build_id: str) -> tuple[str, ...]:
    """Write the files, and build.json that lists them, as the new content of directory.

    They are written beside it first; until all are there the old content stays. Gives the paths
    that were written. Raises OSError where the disk does not take them, and ValueError for a
    path that is given twice or leads out of the directory.
    """
    directory = directory.resolve()  # where it is a link, its target is what is replaced
    by_path: dict[str, bytes] = {}
    for file in files:
        if file.path in by_path or not _stays_inside(file.path):
            raise ValueError(f"{file.path} is written twice or leads out of {directory.name}/")
        by_path[file.path] = file.encoded
    by_path[urls.BUILD_JSON] = _build_json(by_path, build_id)
    directory.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        for path, content in by_path.items():
            target = staged / path
            target.parent.mkdir(parents=True, exist_ok=True)
            _put(content, target, directory / path)
        staged.chmod(0o755)  # mkdtemp gives it to its owner alone
        _swap(staged, directory)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return tuple(sorted(by_path))


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


def _put(content: bytes, target: Path, old: Path) -> None:
    """Write a file; where the old one has these bytes it is the same file, with its time."""
    try:
        if not old.is_symlink() and old.read_bytes() == content:
            target.hardlink_to(old)
            return
    except OSError:
        pass  # there is no old one, or the disk knows no such links
    target.write_bytes(content)


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path


def _swap(new: Path, directory: Path) -> None:
    """Put new in directory's place; the old content ends up where new was."""
    if not directory.exists():
        new.rename(directory)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        directory.rename(old)  # an empty folder may be renamed over
        try:
            new.rename(directory)
        except OSError:
            old.rename(directory)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _build_json(files: dict[str, bytes], build_id: str) -> bytes:
    listed = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}
    return (json.dumps({"id": build_id, "files": listed}, indent=1) + "\n").encode()
