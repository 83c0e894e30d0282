"""The hand-written part of this package: the same in every generated client."""
