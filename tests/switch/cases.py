"""Folders of `cases/`: the files of a team, and the result of `speccast init --from`.

    spec.yaml, stainless.yml, api.md     what is given; `api.md` where there is one
    speccast.toml, stainless.overlay.yaml     what is written; missing where nothing is
    stdout.txt, stderr.txt, exit.txt     what is said

`python -m tests.switch.cases --update` writes the results anew; read the difference.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.support.workspace import speccast

CASES = Path(__file__).with_name("cases")
GIVEN = ("spec.yaml", "stainless.yml", "api.md")
WRITTEN = ("speccast.toml", "stainless.overlay.yaml")
SAID = ("stdout.txt", "stderr.txt", "exit.txt")


def run(case: Path, work: Path, *options: str) -> dict[str, str]:
    """Run a case in a folder; return its files and output by name."""
    for name in GIVEN:
        if (case / name).exists():
            shutil.copy(case / name, work / name)
    listed = ("--api-md", "api.md") if (case / "api.md").exists() else ()
    done = speccast("init", "--from", "stainless.yml", *listed, *options, folder=work)
    texts = dict(
        zip(SAID, (done.out, done.err, f"{done.code}\n" if done.code else ""), strict=True)
    )
    texts |= {name: (work / name).read_text("utf-8") for name in WRITTEN if (work / name).exists()}
    return {name: text for name, text in texts.items() if text}


def expected(case: Path) -> dict[str, str]:
    """Return the expected results of a case."""
    names = (*WRITTEN, *SAID)
    return {name: (case / name).read_text("utf-8") for name in names if (case / name).exists()}


def update() -> None:
    """Write the results of all cases."""
    for case in sorted(CASES.iterdir()):
        with tempfile.TemporaryDirectory() as work:
            found = run(case, Path(work))
        for name in (*WRITTEN, *SAID):
            (case / name).unlink(missing_ok=True)
            if name in found:
                (case / name).write_text(found[name], "utf-8")


if __name__ == "__main__" and sys.argv[1:] == ["--update"]:
    update()
