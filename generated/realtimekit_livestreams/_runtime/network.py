"""Sockets of the HTTP library, bounded by the deadline of the whole call.

The library bounds each wait alone, so that many short ones may take for ever. Here each
wait asks how much time is left. A connection also remembers whether anything has arrived
since the last request: an answer that was there before is not the answer to it.
"""

from __future__ import annotations
