"""The modules in `operations/`: one function for each operation."""
