"""The formats of documents: bytes -> JSON values and the positions of nodes."""
