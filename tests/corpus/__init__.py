"""Real documents, and what has to hold of the client of each: reads `../shared/corpus`.

    documents.py   the documents, and what they say of themselves, read without speccast
    making.py      one run of the command line, and what it said
    checks.py      what has to hold of what was generated
    examples.py    every documented example, read and written again
    table.py       the figures of each document
    calling.py     an operation called with values drawn from the document
    prism.py       every operation against Prism, a mock server of the same document
    prism_wrong.py where that one is wrong

`python -m tests.corpus [NAME ...]` checks all and prints the table; `python -m tests.corpus.prism
[NAME ...]` makes the calls. The documents are their owners' and not part of the repository.
"""
