"""Takes pictures of each kind of page, for people to look at: `make pictures`."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from generator.build import Report, build
from tests.sites import ROOT

WIDTHS = (360, 768, 1280, 1920)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures are written")
    parser.add_argument("--readme", action="store_true", help="only those of the README, docs/")
    options = parser.parse_args()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with TemporaryDirectory() as output, sync_playwright() as playwright:
        site = Path(output) / "site"
        report = build(ROOT, site)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        if options.readme:
            of_readme(browser, site, report)
        else:
            of_each_kind(browser, site, report, options.folder)
        browser.close()


def kinds(report: Report) -> Iterator[str]:
    """One page of each kind."""
    topic, article = report.site.content.topics[-1], report.site.content.articles[0]
    yield from ("index.html", f"topics/{topic.slug}.html", f"articles/{article.slug}.html")
    yield from (path for path in report.files if path.endswith(".html") and "/" not in path[1:])


def of_each_kind(browser: Browser, site: Path, report: Report, folder: Path) -> None:
    """Whole pages at each width, light and dark, and each as it is printed."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in dict.fromkeys(kinds(report)):
        name = path.replace("/", "-").removesuffix(".html")
        for width in WIDTHS:
            for is_dark in (False, True):
                page = browser.new_page(
                    viewport={"width": width, "height": 900},
                    color_scheme="dark" if is_dark else "light",
                )
                page.goto((site / path).as_uri())
                scheme = "dark" if is_dark else "light"
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                page.close()
        page = browser.new_page()
        page.goto((site / path).as_uri())
        page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True)
        page.close()
        print(f"{folder / name}: {len(WIDTHS) * 2} pictures, and as printed")


def of_readme(browser: Browser, site: Path, report: Report) -> None:
    """The two pictures that the README shows."""
    topic = report.site.content.topics[0].slug
    for path, name in ((f"topics/{topic}.html", "topic"), ("facts.html", "facts")):
        page = browser.new_page(viewport={"width": 1280, "height": 960})
        page.goto((site / path).as_uri())
        page.screenshot(path=ROOT / "docs" / f"{name}.png")


if __name__ == "__main__":
    main()
