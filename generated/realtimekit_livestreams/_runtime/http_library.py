"""Which HTTP library the client sends with, unless it is given a transport."""

NAME = "httpx2"
