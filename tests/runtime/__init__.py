"""Tests of the runtime on its own: real sockets, both HTTP libraries, sync and async."""
