"""An application with two vendored copies of a client, and one installed besides."""
