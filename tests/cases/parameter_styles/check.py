"""The table "Style Examples" of OpenAPI 3.1 (Parameter Object), line by line."""

from api import Client, testing

Row = tuple[str | None, str | None, str | None, str | None]

VALUES = ("", "blue", ["blue", "black", "brown"], {"R": 100, "G": 200, "B": 150})
# Style, exploded, then what each value becomes; None: undefined. A path segment that is empty or
# nothing but a dot would name another path, so that `simple` and `label` refuse the empty value.
PATH: dict[tuple[str, bool], Row] = {
    ("matrix", False): (
        ";color",
        ";color=blue",
        ";color=blue,black,brown",
        ";color=R,100,G,200,B,150",
    ),
    ("matrix", True): (
        ";color",
        ";color=blue",
        ";color=blue;color=black;color=brown",
        ";R=100;G=200;B=150",
    ),
    ("label", False): (None, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("label", True): (None, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("simple", False): (None, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("simple", True): (None, "blue", "blue,black,brown", "R=100,G=200,B=150"),
}
QUERY: dict[str, Row] = {
    "form_joined": (
        "color=",
        "color=blue",
        "color=blue,black,brown",
        "color=R,100,G,200,B,150",
    ),
    "form_exploded": (
        "color=",
        "color=blue",
        "color=blue&color=black&color=brown",
        "R=100&G=200&B=150",
    ),
    "space_delimited_joined": (
        None,
        None,
        "color=blue%20black%20brown",
        "color=R%20100%20G%20200%20B%20150",
    ),
    "pipe_delimited_joined": (
        None,
        None,
        "color=blue%7Cblack%7Cbrown",
        "color=R%7C100%7CG%7C200%7CB%7C150",
    ),
    "deep": (None, None, None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
}

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
for (style, exploded), row in PATH.items():
    call = getattr(client.path, f"{style}_{'exploded' if exploded else 'joined'}")
    for value, expected in zip(VALUES, row, strict=True):
        if expected is not None:
            call(value)
            url = transport.sent[-1].url
            assert url.split("/")[-2:] == [expected, "end"], url
for name, row in QUERY.items():
    call = getattr(client.query, name)
    for value, expected in zip(VALUES, row, strict=True):
        if expected is not None:
            call(color=value)
            url = transport.sent[-1].url
            assert url.partition("?")[2] == expected, url
    call(color=None)
    assert "?" not in transport.sent[-1].url
