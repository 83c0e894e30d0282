"""Resources are nested in both clients and in `operations`."""

from api import Client, operations, testing

transport = testing.FakeTransport()
client = Client(transport=transport)
assert client.beta.threads is client.beta.threads
client.threads.get("t")
client.threads.runs.create("t")
client.beta.threads.runs.steps.retrieve("s")
client.beta.models.list()
client.beta.old.get()
client.data_i_o_endpoints.list_writes()
assert [each.operation for each in transport.sent] == [
    "threads.get",
    "threads.runs.create",
    "beta.threads.runs.steps.retrieve",
    "beta.models.list",
    "beta.old.get",
    "data_i_o_endpoints.list_writes",
]
client.send(operations.threads.runs.create("t"))
client.send(operations.beta.threads.runs.steps.retrieve("s"))
assert dir(operations.threads) == ["get", "runs"]
assert client.threads.runs.__doc__ == "Runs of a thread."
