"""The benchmarks' own workings, on the smallest of inputs: nothing here depends on time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import payloads
from tests.benchmarks.inprocess import Snippet
from tests.benchmarks.rows import Absent, Row, head, line, replaced
from tests.benchmarks.timing import Command, Cost, alternate, fastest, ratios


def test_contenders_run_side_by_side_round_by_round() -> None:
    """Each runs once in every round, in the order given, and once before to warm up."""
    ran: list[str] = []

    def contender(name: str, cpu: float) -> Cost:
        ran.append(name)
        return Cost(cpu, 1.0)

    costs = alternate({"a": lambda: contender("a", 4), "b": lambda: contender("b", 2)}, 2)

    assert ran == ["a", "b"] * 3
    assert ratios(costs, "a", "b") == (2, 2)
    assert fastest(costs, ["a", "b"]) == "b"


def test_a_whole_process_is_measured_from_start_to_end() -> None:
    """Its processor time, memory and output are known."""
    cost = Command([sys.executable, "-c", "print('done', end='')"])()

    assert cost.output == "done"
    assert cost.cpu > 0
    assert cost.wall > 0
    assert cost.memory > 1_000_000


def test_a_command_that_fails_or_does_not_end_is_told() -> None:
    """A failed run is not a measurement."""
    with pytest.raises(subprocess.CalledProcessError, match="status 3"):
        Command([sys.executable, "-c", "raise SystemExit(3)"])()
    with pytest.raises(subprocess.CalledProcessError, match="SIGKILL"):
        Command([sys.executable, "-c", "import signal; signal.pause()"], timeout=0.01)()


def test_a_statement_is_measured_inside_an_interpreter() -> None:
    """The setup is done before, and pyperf repeats the statement."""
    cost = Snippet(Path(sys.executable), "numbers = [3, 1, 2]", "sorted(numbers)")()

    assert 0 < cost.cpu < 1


def test_what_is_decoded_is_as_its_document_says() -> None:
    """Every payload's model is a schema of the document that the benchmarks make."""
    schemas = payloads.shapes()["components"]["schemas"]
    shaped = [each for each in payloads.PAYLOADS if each.document == "shapes"]

    assert {each.model for each in shaped} == {"WidePage", "KindPage", "DeepPage"} & {*schemas}
    assert all(len(json.loads(json.dumps(each.make(3)))["items"]) == 3 for each in shaped)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            Row("decode", "json.loads", (2.0, 2.5, 2.25), 2.3),
            "| decode | json.loads | 2.25 | 2 … 2.5 | ≤ 2.3 | met |",
        ),
        (
            Row("decode", "peer 1.0", (1.2,), 1.4, at_least=True),
            "| decode | peer 1.0 | 1.2 |  | ≥ 1.4 | **missed** |",
        ),
        (Absent("decode: peer", "no Java"), "| decode: peer | | | | | not measured: no Java |"),
    ],
)
def test_rows_of_the_table(row: Row | Absent, expected: str) -> None:
    """The median decides whether a bar is met."""
    assert line(row) == expected


def test_rows_of_the_table_in_a_text_are_replaced() -> None:
    """Rows of other names and the text around the table stay, and new names come last."""
    old = "| a | x | 1 |\n| b | x | 1 |\n| b | y | 1 |\n| c | x | 1 |"
    text = f"# Fast\n\n{head()}\n{old}\n\nAnd more.\n"

    found = replaced(text, [head(), "| b | z | 2 |", "| b | x | 2 |", "| d | x | 2 |"])

    new = "| a | x | 1 |\n| b | z | 2 |\n| b | x | 2 |\n| c | x | 1 |\n| d | x | 2 |"
    assert found == f"# Fast\n\n{head()}\n{new}\n\nAnd more.\n"
    with pytest.raises(LookupError, match="no table"):
        replaced("# Slow", [head()])
