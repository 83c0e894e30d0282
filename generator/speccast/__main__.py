"""`python -m speccast`: the command line."""

from speccast.commands.cli import main

if __name__ == "__main__":
    main()
