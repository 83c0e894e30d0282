"""Signatures of webhooks against the reference implementation of Standard Webhooks, from PyPI."""

from __future__ import annotations

import importlib
import subprocess
import sys
from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.errors import SignatureError
from runtime.signature import standard

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.nightly
PEER: Final = "standardwebhooks==1.1.0"
TOLERANCE: Final = 300
"""Seconds, as in the reference implementation."""
WORDS: Final = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="."))


@pytest.fixture(scope="module", name="peer")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return the module of the reference implementation."""
    folder = str(tmp_path_factory.mktemp("peer"))
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-input", "--target", folder, PEER]
    subprocess.run(pip, check=True)  # noqa: S603 - ours
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [folder, *sys.path])
        yield importlib.import_module("standardwebhooks.webhooks")


@given(
    key=st.binary(min_size=1, max_size=64),
    name=WORDS.filter(bool),
    body=st.text(st.characters(codec="utf-8")),
    seconds=st.sampled_from([0, -TOLERANCE // 2, TOLERANCE // 2, -TOLERANCE * 2, TOLERANCE * 2]),
    prefix=st.sampled_from(["", "whsec_"]),
    changed=st.sampled_from(["", "body", "id", "version"]),
    others=st.lists(st.sampled_from(["v1,AA==", "v2,AA==", "v1a,AA=="]), max_size=2),
)
def test_both_give_the_same_verdict(  # noqa: PLR0913, PLR0917 - what is drawn
    peer: Any,  # noqa: ANN401 - a module
    key: bytes,
    name: str,
    body: str,
    seconds: int,
    prefix: str,
    changed: str,
    others: list[str],
) -> None:
    """Its signatures are accepted here, unless they are old or were changed."""
    secret = prefix + b64encode(key).decode()
    there = peer.Webhook(secret)
    stamp = datetime.now(UTC) + timedelta(seconds=seconds)
    mark = there.sign(name, stamp, body)
    if changed == "version":
        mark = mark.replace("v1,", "v0,", 1)
    headers = {
        "webhook-id": f"{name}x" if changed == "id" else name,
        "webhook-timestamp": str(int(stamp.timestamp())),
        "webhook-signature": " ".join([*others, mark]),
    }
    body = f"{body}x" if changed == "body" else body

    theirs = ours = False
    with suppress(peer.WebhookVerificationError):
        there.verify(body, headers, json_parse=False)
        theirs = True
    with suppress(SignatureError):
        standard(body, headers, secret)
        ours = True
    assert ours == theirs == (abs(seconds) < TOLERANCE and not changed)


def test_both_refuse_an_empty_secret(peer: Any) -> None:  # noqa: ANN401 - a module
    """Anybody could sign with it; a secret without its padding is accepted."""
    for secret in ("", "whsec_", b""):
        with pytest.raises(peer.EmptyWebhookSecretError):
            peer.Webhook(secret)
    stamp = datetime.now(UTC)
    mark = peer.Webhook("whsec_a2V5MQ").sign("id", stamp, "{}")
    headers = {
        "webhook-id": "id",
        "webhook-timestamp": str(int(stamp.timestamp())),
        "webhook-signature": mark,
    }
    standard("{}", headers, "whsec_a2V5MQ")
    for secret in ("", "whsec_", b"", "whsec_?"):
        with pytest.raises(SignatureError, match="not empty"):
            standard("{}", headers, secret)
