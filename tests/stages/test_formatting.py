"""Files that are formatted together have the same result as alone."""

from __future__ import annotations

import subprocess

import pytest
from ruff.__main__ import find_ruff_bin

from speccast.printing.formatting import Formatting
from speccast.reading.diagnostics import SpeccastError
from speccast.views.files import File
from speccast.views.python.docstrings import docstring

TEXTS = (
    "",
    "x  =  {'é' :1}",
    "# A header.\n'''Its words'''\n\nimport os\n\n\n\nclass A: pass\ndef f(): return os\n",
    "async def f(**kw):\n    return [\n  kw , ]\n\n\n\n# the end",
    'if True:\n    """A docstring?"""\nx = "a" \'b\';y=2',
)


def formatted(texts: tuple[str, ...]) -> list[str]:
    """Format files as the pipeline does."""
    with Formatting([File(f"{n}.py", text) for n, text in enumerate(texts)]) as formatting:
        return [file.text for file in formatting.files()]


def alone(text: str) -> str:
    """Format one file."""
    command = [find_ruff_bin(), "format", "--isolated", "--no-cache", "--stdin-filename=x.py", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)  # noqa: S603 - our own binary
    return done.stdout


def test_files_formatted_together_are_as_they_would_be_alone() -> None:
    """No file affects the next one, and each ends with one line end."""
    assert [alone(text) for text in TEXTS] == formatted(TEXTS)


def test_invalid_python_is_named_by_its_path() -> None:
    """The number of a notebook cell would mean nothing to a user."""
    with (
        Formatting([File("a.py", "x = 1\n"), File("b/c.py", "x = 1\ny = )\n")]) as formatting,
        pytest.raises(SpeccastError, match=r"b/c\.py:2:5"),
    ):
        formatting.files()


@pytest.mark.parametrize("text", ['"Quoted" from the start', "A back\\slash", "x\n\n y", 'a "b"'])
def test_docstrings_of_modules_need_no_formatter(text: str) -> None:
    """`docstring` returns the text as ruff would format it in a module."""
    module = f"# Header.\n{docstring(text, 0)}\n\nx = 1\n"
    assert module == alone(module)
    assert [module] == formatted((module,))
