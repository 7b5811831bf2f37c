"""How long it takes from a save until the browser shows it, and where the time goes.

python -m bench.preview [--saves 15] [--texts DIR]
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from bench.preview_stages import STAGES
from tests.pages import chromium
from tests.preview import Running, running, until
from tests.sites import ROOT

_COLUMNS = ("watch", *STAGES, "other", "browser", "all")
_ANSWER = re.compile(r"^(answer: (?:>-\s+)?)(In short, )?", re.MULTILINE)
_SAID = re.compile(r"stages (\{[^}]*\})")
# Notes when the browser has painted which answer, in a page that is new or was changed.
_NOTE = """
(() => {
  let last;
  const look = () => {
    const answer = document.querySelector(".answer")?.textContent.trim();
    if (answer && answer !== last) {
      last = answer;
      const channel = new MessageChannel(); // whose message comes after the frame
      channel.port1.onmessage = () => {
        window.painted = [answer, performance.timeOrigin + performance.now()];
      };
      channel.port2.postMessage(0);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.preview", description=__doc__)
    parser.add_argument("--saves", type=int, default=15, help="medians of so many (default 15)")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="prove with the articles' texts")
    options = parser.parse_args()
    browser = chromium()
    if browser is None:
        print("no Chromium is installed", file=sys.stderr)
        return 1
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        root = _copied(folder / "site")
        texts = ["--texts", str(options.texts.resolve())] if options.texts else []
        with (
            running(root, *texts, module="bench.preview_stages") as preview,
            sync_playwright() as playwright,
        ):
            arguments = ["--no-sandbox", "--disable-background-networking"]
            chrome = playwright.chromium.launch(executable_path=browser, args=arguments)
            topic = min((root / "content" / "topics").glob("*.md"))
            page = chrome.new_page()
            page.add_init_script(_NOTE)
            page.goto(f"{preview.address}topics/{topic.stem}.html")
            # The first save is another: nothing of the build is remembered yet.
            measured = [_measured(preview, page, topic) for _ in range(options.saves + 1)][1:]
            chrome.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _print(measured)
    return 0


def _copied(root: Path) -> Path:
    """The site of this repository, free to be changed."""
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "site.yaml", root)
    return root


def _measured(preview: Running, page: Page, topic: Path) -> dict[str, float]:
    """The milliseconds of each part of one save."""
    text = topic.read_text(encoding="utf-8")
    found = _ANSWER.search(text)
    assert found, topic
    words = "" if found[2] else "In short, "
    changed = _ANSWER.sub(rf"\g<1>{words}", text, count=1)
    told = len(_SAID.findall(preview.said()))
    saved = time.time()
    topic.write_text(changed, encoding="utf-8")

    def painted() -> float | None:
        with suppress(Error):  # between two pages there is none to ask
            shown = page.evaluate("window.painted")
            if shown and shown[0].startswith("In short, ") == bool(words):
                return float(shown[1])
        return None

    shown = until(painted, "the answer in the browser")
    until(lambda: len(_SAID.findall(preview.said())) > told, "the stages of the build")
    times = json.loads(_SAID.findall(preview.said())[-1])
    stages = {stage: times.get(stage, 0.0) * 1000 for stage in STAGES}
    return {
        "watch": (times["began"] - saved) * 1000,
        **stages,
        "other": (times["told"] - times["began"]) * 1000 - sum(stages.values()),
        "browser": shown - times["told"] * 1000,
        "all": shown - saved * 1000,
    }


def _print(measured: list[dict[str, float]]) -> None:
    print("".join(f"{name:>12}" for name in _COLUMNS) + "   (milliseconds)")
    for name, of in (("median", statistics.median), ("least", min), ("most", max)):
        values = [of([each[column] for each in measured]) for column in _COLUMNS]
        print("".join(f"{value:12.1f}" for value in values) + f"   {name} of {len(measured)}")
    median = statistics.median(each["all"] for each in measured)
    print(f"from a save to the browser showing it: {median:.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
