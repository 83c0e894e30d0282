"""speccast: an OpenAPI document in, a typed Python client out.

`speccast.generate(...)` does what the command `speccast generate` does, and raises errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from typing import Any, Unpack

    from speccast.output.outcome import Outcome

__version__ = "0.1.0"
__all__ = ["Options", "SpeccastError", "__version__", "generate"]


class Options(TypedDict, total=False):
    """The keys of a client in the configuration, with the same meaning."""

    package: str
    compat: str
    client_class: str
    positional: str
    http: str
    browser: bool
    json: str
    python: str
    tests: bool
    lenient: bool
    embed_spec: bool
    all_models: bool
    project: bool
    project_version: str
    project_urls: Mapping[str, str]
    api_page: bool
    include: Sequence[str]
    exclude: Sequence[str]
    trust_env: bool
    base_url_env: str
    environments: Mapping[str, str]
    pagination: Mapping[str, Mapping[str, Any]]
    allow_path: Sequence[str | PathLike[str]]
    allow_remote: Sequence[str]
    locked: bool
    overlays: Sequence[str | PathLike[str]]
    templates: str | PathLike[str]
    names: Mapping[str, str]
    extensions: Mapping[str, Mapping[str, Any]]
    fail_on: str


def generate(
    spec: str | PathLike[str],
    output: str | PathLike[str] = "generated",
    *,
    check: bool = False,
    force: bool = False,
    **options: Unpack[Options],
) -> Outcome:
    """Generate a client.

    Args:
        spec: the path of the document, or its URL.
        output: the folder that receives the package's folder and `tests/`.
        check: write nothing, only find what differs (`Outcome.differences`).
        force: overwrite files that were edited by hand, and foreign ones, keeping copies.
        options: any other key of the configuration.

    Returns:
        The outcome: counts, differences, the most severe diagnostics.

    Raises:
        SpeccastError: the command would end with a message.

    """
    from speccast.commands.job import Job, gc_disabled, unchanged  # noqa: PLC0415
    from speccast.output.outcome import Mode  # noqa: PLC0415
    from speccast.reading.config import client_from  # noqa: PLC0415 - keeps `import speccast` fast

    client = client_from({"spec": spec, "output": output, **options})
    job = Job(client=client, mode=Mode.CHECK if check else Mode.WRITE, force=force)
    if (outcome := unchanged(job)) is not None:
        return outcome
    with gc_disabled():
        from speccast.commands.generation import generate_package  # noqa: PLC0415

        return generate_package(job, on_wait=lambda: None)
