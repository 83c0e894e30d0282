"""The Views of the clients, and of the modules in `resources/`: one method for each operation."""
