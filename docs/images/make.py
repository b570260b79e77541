"""Makes the README's picture: the report on the seed, as a browser shows it.

Wants the package with its test extra, Pillow, and a Chromium on the path.
"""

from __future__ import annotations

import io
import shutil
import sys
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

import auditor
from auditor.formats.report import render

ROOT = Path(__file__).parents[2]
SEED = Path("seeds", "000_38f2459854ae4b0f.txt")
PICTURE = Path(__file__).with_name("seed-report.png")
NAMES = ("chromium", "chromium-browser", "google-chrome")


def take(page_path: Path, browser_path: str) -> bytes:
    """A PNG of a page on disk, 1440 by 900 pixels."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 1440, "height": 900},
            device_scale_factor=1,
            color_scheme="light",
            reduced_motion="reduce",
        )
        page.goto(page_path.as_uri())
        shot = page.screenshot()
        browser.close()
    return shot


def shrink(shot: bytes) -> None:
    """Writes the picture in 256 colours: a third of the size, and no difference to see."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(PICTURE, optimize=True)


def main() -> None:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        sys.exit(f"no browser on PATH ({', '.join(NAMES)})")
    with chdir(ROOT):  # so that the report names the seed by its path in the repository
        audit = auditor.audit(auditor.read(SEED))
    with TemporaryDirectory() as folder:
        path = Path(folder, "report.html")
        path.write_text(render(audit), encoding="utf-8")
        shrink(take(path, found))
    print(f"{PICTURE.name}: {PICTURE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
