"""The tests of speccast: the repository, the generator, and the packages that it generates."""
