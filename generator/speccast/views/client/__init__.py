"""The clients, and the modules in `resources/`: one method for each operation."""
