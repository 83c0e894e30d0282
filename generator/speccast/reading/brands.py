"""Words with inner capital letters that are not split, such as `OAuth`."""

from __future__ import annotations

from typing import Final

BRANDS: Final = (
    r"(?<![A-Z])(?:OAuth|OpenAI|OpenID|GitHub|GitLab|PayPal|YouTube|LinkedIn|GraphQL|MySQL|IPv)"
    r"(?![a-z])|(?<![A-Za-z])(?:iOS|iPadOS|macOS|iPhone|iPad|iFrame|eBay|mTLS|gRPC)(?![a-z])"
)
"""A regular expression without groups."""
