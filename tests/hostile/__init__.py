"""Documents made to hurt, one trick each, and what has to become of them.

trick.py        what a trick is, and the frame around most of them
injections.py   text that wants to be code, or another header
names.py        names that look alike, or are those of generated code
references.py   ways to what is not to be read
texts.py        what is hardly a text, or hardly YAML or JSON
bombs.py        much from little: time, memory, depth
judge.py        generates from a trick, and looks at what came out
"""
