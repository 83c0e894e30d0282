"""Checks the name of a package, and derives one from a document's title."""

from __future__ import annotations

import keyword
import sys

from speccast.reading.diagnostics import SpeccastError

_LONGEST = 60
_USED = {
    "anyio",
    "httpcore",
    "httpx",
    "httpx2",
    "hypothesis",
    "msgspec",
    "orjson",
    "pytest",
    "sniffio",
    "speccast",
    "trio",
}
_LIBRARIES = """
aiohttp alembic apispec arrow attr attrs authlib azure babel bokeh boto3 botocore
bottle celery certifi chardet cherrypy click connexion cryptography dash dask datadog
dateutil discord django docker dotenv drf_spectacular elasticsearch faker falcon fastapi flask
gevent gitlab github google grpc gunicorn h11 idna jinja2 jira jose jsonschema jwt keyring
kubernetes litestar loguru mako markdown marshmallow matplotlib mcp mlflow mongoengine msgspec
mypy networkx ninja nox numpy oauthlib openai openapi opentelemetry orjson packaging pandas
paramiko passlib peewee pika pillow pip playwright plotly poetry polars prefect
prometheus_client psycopg pyarrow pydantic pygments pymongo pyramid quart ray redis requests
responder rest_framework rich robyn ruff sanic schemathesis scipy scrapy selenium sentry_sdk
setuptools six sklearn slack slack_sdk snowflake spacy sphinx sqlalchemy sqlmodel starlette
streamlit stripe structlog sympy telegram tenacity tensorflow toml torch tornado tqdm
transformers twilio twisted typer ujson urllib3 uvicorn watchfiles websockets werkzeug wheel
wrapt yaml zope
"""
"""Names of libraries. A fixed list, so that the result does not depend on what is installed."""


class PackageNameError(SpeccastError):
    """The name cannot be imported, or would hide another module."""


def check(name: str) -> None:
    """Check a name.

    Raises:
        PackageNameError: with the reason.

    """
    if (reason := _reason(name)) is not None:
        message = f"the package name {name!r} {reason}; choose another with --package"
        raise PackageNameError(message)


def _reason(name: str) -> str | None:
    reasons = {
        "is not a Python identifier": not (name.isidentifier() and name.isascii()),
        "is a Python keyword": keyword.iskeyword(name),
        "is reserved by Python": name.startswith("__"),
        "would hide a module of Python's standard library": name.lower() in _standard(),
        "would hide a library that the client or its tests use": name.lower() in _USED,
        "is the name of the folder with the tests": name.lower() == "tests",
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _standard() -> set[str]:
    # Case is ignored, as in some file systems.
    return {module.lower() for module in sys.stdlib_module_names}


def from_title(title: str) -> str:
    """Derive a name from a document's title: `Realtime Streams` becomes realtime_streams."""
    import re  # noqa: PLC0415 - not needed if a name is configured
    import unicodedata  # noqa: PLC0415

    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = "_".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST].strip("_")
    if not name:
        return "api_client"
    if not name[0].isalpha():
        name = f"api_{name}"
    return f"{name}_client" if name in _LIBRARIES.split() or _reason(name) else name
