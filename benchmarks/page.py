"""How large a page of many takes is, and what it costs a browser to open it.

    vidcheck demo --out film
    python benchmarks/page.py film/report/run.json --takes 100

The shots of the result are repeated until there are enough takes, each with pictures of its own.
Needs Chromium (or its place in VIDCHECK_CHROMIUM) and Playwright. Processor time is that of the
page's main thread and depends little on how busy the machine is; the time on the clock does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from vidcheck.report import as_html
from vidcheck.report.beside import links_to, pictures_of
from vidcheck.report.model import load_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from vidcheck.report.model import RunReport


def repeated(
    run: RunReport, pictures: dict[str, bytes], takes: int
) -> tuple[RunReport, dict[str, bytes]]:
    """The result's shots over and over under other names, and their pictures likewise.

    A byte after the end of a WebP file is passed over by browsers; with it no two are the same.
    """
    shots, clips, more = [], [], {}
    while len(clips) < takes:
        for shot in run.shots:
            number = len(shots)
            name = f"{number // len(run.shots) + 1}-{shot.shot}"
            mine = [row for _, row in run.takes_of(shot)][: takes - len(clips)]
            if not mine:
                break
            for row in mine:
                text = row.model_dump_json()
                for picture in row.pictures:
                    if picture in pictures:
                        more[f"{number}/{picture}"] = pictures[picture] + str(number).encode()
                        text = text.replace(f'"{picture}"', f'"{number}/{picture}"')
                clips.append(type(row).model_validate_json(text).model_copy(update={"shot": name}))
            shots.append(shot.model_copy(update={"shot": name}))
    return run.model_copy(update={"clips": tuple(clips), "shots": tuple(shots)}), more


def opened(browser: Browser, page_file: Path) -> dict[str, float]:
    """Seconds that opening took: on the clock, and of the main thread."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(page_file.as_uri(), timeout=300_000)
    page.wait_for_selector("html.started", timeout=300_000)
    told: Any = session.send("Performance.getMetrics")["metrics"]
    spent = {one["name"]: one["value"] for one in told}
    clock = page.evaluate("performance.now()") / 1000
    page.close()
    return {"clock": clock, "thread": spent["TaskDuration"]}


def main() -> None:
    """Make the page, weigh it, open it five times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="run.json of a check")
    parser.add_argument("--takes", type=int, default=100)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    run = load_report(asked.run)
    many, pictures = repeated(run, pictures_of(run, asked.run.parent), asked.takes)
    chromium = os.environ.get("VIDCHECK_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page = Path(folder) / "report.html"
        text = as_html.render(many, pictures, links=links_to(many, page.parent))
        page.write_text(text, encoding="utf-8")
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        runs = [opened(browser, page) for _ in range(asked.times)]
        print(f"Chromium {browser.version}: {len(many.clips)} takes, {len(many.shots)} shots")
        print(f"size: {page.stat().st_size / 1e6:.1f} MB")
        for name in ("thread", "clock"):
            print(f"{name}: {median(one[name] for one in runs):.2f} s (median of {len(runs)})")


if __name__ == "__main__":
    main()
