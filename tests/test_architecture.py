"""The order of the modules, and that the generator speaks of no particular explainer."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import yaml

from tests.sites import ROOT, SITES

# Each module may import only from those before it. One line describes each in its docstring.
ORDER = [
    "unchanged",
    "problems",
    "progress",
    "processes",
    "folders",
    "memory",
    "templates",
    "explanations",
    "values",
    "figures",
    "wording",
    "mistakes",
    "digests",
    "packing",
    "fields",
    "markdown",
    "model",
    "urls",
    "paging",
    "phrases",
    "copies",
    "names",
    "evidence",
    "kinds",
    "declarations",
    "schemas",
    "releases",
    "read",
    "support",
    "facts",
    "links",
    "resolve",
    "suggest",
    "draft",
    "ledger",
    "statements",
    "check",
    "exports",
    "changes",
    "reports",
    "comparison",
    "axis",
    "views",
    "pictures",
    "viewer",
    "search",
    "keys",
    "plan",
    "render",
    "write",
    "starter",
    "build",
    "preview.editor",
    "preview.watch",
    "preview.places",
    "preview.told",
    "preview.builds",
    "preview.pages",
    "preview.server",
    "arguments",
    "command",
    "__main__",
]


def test_modules_import_only_from_those_before_them() -> None:
    for position, module in enumerate(ORDER):
        for imported in imports_of(module):
            assert imported in ORDER[:position], f"{module} imports {imported}"


def test_every_module_has_its_place_and_a_line_that_describes_it() -> None:
    files = (ROOT / "generator").rglob("*.py")
    modules = {file.relative_to(ROOT / "generator").with_suffix("") for file in files}
    names = {".".join(module.parts) for module in modules if module.name != "__init__"}
    assert names == set(ORDER)
    for module in ORDER:
        docstring = ast.get_docstring(tree_of(module)) or ""
        assert docstring.partition("\n\n")[0].endswith("."), module


def test_only_one_module_imports_each_library() -> None:
    users: dict[str, set[str]] = {}
    for module in ORDER:
        for name in libraries_of(module):
            users.setdefault(name, set()).add(module)
    assert users["yaml"] == {"fields"}
    assert users["markdown_it"] == {"markdown"}
    assert users["jinja2"] == {"templates"}
    assert users["watchfiles"] == {"preview.watch"}
    assert users["livereload"] == users["tornado"] == {"preview.server"}


def test_only_memory_and_write_change_files() -> None:
    changing = re.compile(r"\.(?:write_text|write_bytes|mkdir|rename|unlink|rmtree)\(|mkdtemp")
    found = {module for module in ORDER if changing.search(file_of(module).read_text())}
    assert found == {"memory", "unchanged", "write"}


def test_generator_templates_and_tests_name_nothing_of_the_explainer() -> None:
    # Words that also mean something else, such as a test's own path, would only mislead.
    people = yaml.safe_load((ROOT / "content" / "people.yaml").read_text(encoding="utf-8"))
    names = {name for person in people for name in [person["name"], *person.get("names", [])]}
    starter = (SITES / "starter" / "content" / "people.yaml").read_text(encoding="utf-8")
    # The starter's are in the tests, of which it is a site, and in the examples for the problems;
    # a project that begins with it may still hold them.
    names = {name for name in names if name not in starter}
    any_name = "|".join(map(re.escape, sorted(names))) or "(?!)"
    pattern = re.compile(rf"\b(?:{any_name})\b")
    for folder in ("generator", "templates", "tests"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix not in (".py", ".html", ".css", ".svg", ".md", ".yaml", ".txt"):
                continue
            if "node_modules" in file.parts:
                continue
            found = pattern.search(file.read_text(encoding="utf-8", errors="replace"))
            assert found is None, f"{file.relative_to(ROOT)} names {found and found.group()}"


def file_of(module: str) -> Path:
    return ROOT / "generator" / f"{module.replace('.', '/')}.py"


def tree_of(module: str) -> ast.Module:
    return ast.parse(file_of(module).read_text(encoding="utf-8"))


def imports_of(module: str) -> set[str]:
    """The modules of the generator that a module imports."""
    found = set()
    for node in ast.walk(tree_of(module)):
        if not isinstance(node, ast.ImportFrom):
            continue
        package, _, module = (node.module or "").partition(".")
        if package == "generator" and module in ("", "preview"):
            found |= {f"{module}.{alias.name}".strip(".") for alias in node.names}
        elif package == "generator":
            found.add(module)
    return found


def libraries_of(module: str) -> set[str]:
    found = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found
