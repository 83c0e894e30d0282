"""`python -m speccast`: the command line."""

from speccast.cli import main

main()
