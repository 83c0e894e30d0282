"""Each name becomes a valid Python name, and is sent as the document spells it."""

from urllib.parse import parse_qsl, urlsplit

from api import Client, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
client.things.replace(
    1,
    "a/b",
    id_body=2,
    id_query=3,
    lang="de",
    filter_name="n",
    top=4,
    arg_2fa=True,
    options="o",
    self_query="s",
    x_request_id="r",
    ünïcode="ü",
    a_b_query="dash",
    a_b="low",
    header="h",
    label="l",
    shared="yes",
    class_body="c",
    body="b",
)
sent = transport.sent[0]
parts = urlsplit(sent.url)
assert parts.path == "/things/1/a%2Fb"
assert dict(parse_qsl(parts.query)) == {
    "id": "3",
    "lang": "de",
    "filter[name]": "n",
    "$top": "4",
    "2fa": "true",
    "options": "o",
    "self": "s",
    "ünïcode": "ü",
    "a-b": "dash",
    "a_b": "low",
    "header": "h",
    "label": "l",
    "shared": "yes",
}
assert sent.headers["X-Request-Id"] == "r"
assert sent.json == {"id": 2, "class": "c", "body": "b"}
client.files.get(1, "a b")
client.trees.get("c d")
paths = [urlsplit(each.url).path for each in transport.sent[1:]]
assert paths == ["/files/1/a%20b", "/trees/c%20d"], paths
