"""The Views of the modules in `operations/`: one function for each operation."""
