"""`python -m tests.corpus.prism_calls PACKAGE DOCUMENT`: call every operation of a package.

Takes a generated package that can be imported, and the path of its document, which Prism mocks;
gives JSON: how many calls there were, and the first complaint of each operation that has one.
Exits with a word that begins with `NO_PRISM` where Prism cannot be had.
"""

from __future__ import annotations

import json
import sys
import warnings
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from .calling import Package, as_json
from .prism_server import NoPrismError, mocking

if TYPE_CHECKING:
    from .calling import Operation

NO_PRISM: Final = "Prism cannot be had: "
_CALLS: Final = 3
"""The number of calls of each operation, each with other arguments."""
_PHASES: Final = (Phase.generate,)
_PATIENT: Final = (
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
)
_EXACT: Final = 2**53 - 1
"""The largest integer that JavaScript represents exactly."""
NO_ANSWER: Final = "NO_RESPONSE_RESPONSE_DEFINED"
"""Prism's message for a valid request without a documented answer."""


@dataclass
class Calls:
    """Calls of one package's operations."""

    package: Package
    document: Path
    complaints: dict[str, str] = field(default_factory=dict[str, str])
    calls: int = 0
    _server: ExitStack = field(default_factory=ExitStack)
    _client: Any = None

    def make(self) -> None:
        """Call all operations."""
        with self._server:
            for operation in self.package.operations():
                self.draw(operation)

    def client(self) -> Any:  # noqa: ANN401 - its client
        """Return a client of a running server."""
        if self._client is None:
            url = self._server.enter_context(mocking(self.document))
            self._client = self._server.enter_context(self.package.real_client(url))
        return self._client

    def restart(self) -> None:
        """Start again after a crash."""
        self._server.close()
        self._client = None

    def draw(self, operation: Operation) -> None:
        """Call one operation with several sets of arguments, until there is a complaint."""

        @settings(
            max_examples=_CALLS,
            derandomize=True,
            database=None,
            deadline=None,
            phases=_PHASES,
            suppress_health_check=list(HealthCheck.__members__.values()),
        )
        @given(data=st.data())
        def calls(data: st.DataObject) -> None:
            arguments = operation.call(
                lambda schema, plain: data.draw(
                    self.package.strategy(schema, plain=plain).filter(exact)
                )
            )
            if operation.symbol not in self.complaints:
                self.one(operation, arguments)

        try:
            calls()
        except Unsatisfiable:
            self.complain(operation, "no value fits the document", {})

    def one(self, operation: Operation, arguments: dict[str, Any]) -> None:
        """Make one call; a refusal, or an answer that cannot be read, is a complaint."""
        errors = self.package.module("errors")
        self.calls += 1
        try:
            answer = self.client().send(operation.function(**arguments))
        except errors.DecodeError as error:
            self.unread(operation, arguments, error)
        except errors.APIStatusError as error:
            told = violations(error.headers, error.body)
            fails = operation.always_fails or NO_ANSWER in str(error.body)
            if told or not fails:
                self.complain(operation, f"{error.status}: {told or error.body}", arguments)
        except errors.APIConnectionError as error:
            self.complain(operation, f"{error}", arguments)
            self.restart()
        else:
            told = violations(answer.headers, None)
            if told:
                self.complain(operation, f"{answer.status}: {told}", arguments)

    def unread(self, operation: Operation, arguments: dict[str, Any], error: Exception) -> None:
        """Request an answer made from the schema instead: an example may be invalid."""
        dynamic = self.package.module("_runtime.request").Options(
            headers={"Prefer": "dynamic=true"}
        )
        given_options = arguments.get("options")
        if given_options is not None:
            dynamic = given_options._replace(headers=dynamic.headers)
        try:
            self.client().send(operation.function(**{**arguments, "options": dynamic}))
        except self.package.module("errors").APIError as other:
            self.complain(operation, f"{error}, and {other}", arguments)

    def complain(self, operation: Operation, text: str, arguments: dict[str, Any]) -> None:
        """Keep a complaint."""
        self.complaints[operation.symbol] = f"{text}: {as_json(arguments)}"


def exact(value: Any) -> bool:  # noqa: ANN401 - JSON
    """Return whether JavaScript represents the value exactly."""
    if isinstance(value, dict):
        return all(map(exact, cast("dict[str, object]", value).values()))
    if isinstance(value, list):
        return all(map(exact, cast("list[object]", value)))
    return not isinstance(value, int) or abs(value) <= _EXACT


def violations(headers: Any, body: Any) -> str:  # noqa: ANN401 - headers, JSON
    """Return Prism's objections to a request, from a header or a body of its own."""
    found: list[dict[str, Any]] = json.loads(dict(headers).get("sl-violations", "[]"))
    if isinstance(body, dict):
        more: list[dict[str, Any]] = cast("dict[str, Any]", body).get("validation") or []
        found += more
    texts = (
        f"{'.'.join(map(str, each.get('location', ())))} {each['message']}"
        for each in found
        if each["severity"] == "Error" and each.get("location", [])[:1] != ["response"]
    )
    return "; ".join(texts)


def main() -> None:
    """Call the operations of the named package."""
    warnings.simplefilter("ignore", DeprecationWarning)
    calls = Calls(Package(sys.argv[1]), Path(sys.argv[2]))
    try:
        calls.make()
    except NoPrismError as error:
        sys.exit(f"{NO_PRISM}{error}")
    print(json.dumps({"calls": calls.calls, "complaints": calls.complaints}))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
