"""An application with two vendored copies of a client, and an installed one."""
