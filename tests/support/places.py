"""Paths in the repository, and beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
"""The repository."""
TESTS: Final = ROOT / "tests"
SUPPORT: Final = TESTS / "support"
CASES: Final = TESTS / "cases"
"""The golden cases."""
SOURCE: Final = ROOT / "generator" / "speccast"
TEMPLATES: Final = ROOT / "templates"
SPEC: Final = ROOT / "spec" / "livestreams.yaml"
README: Final = ROOT / "README.md"
DOCS: Final = ROOT / "generator" / "docs"
"""The pages for users."""
SHARED: Final = ROOT.parent / "shared"
"""Documents that belong to others. A test that needs them is skipped where they are missing."""
CORPUS: Final = SHARED / "corpus"
