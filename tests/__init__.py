"""The tests of speccast: of the document, the generator, and the packages that come out of it."""
