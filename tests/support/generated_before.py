"""Imports the modules of the generator, and fills its caches that do not depend on a document."""

from __future__ import annotations

from speccast import pipeline
from speccast.commands import generation
from speccast.reading import document
from speccast.reading.config import Client

__all__ = ["generation"]

SPEC = b'{"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {}}'

pipeline.generate(document.read("-", stdin=SPEC), Client(spec="-"), "api", None)
