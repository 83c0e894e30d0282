"""Takes an `ir.Api`, returns `Names`: all Python identifiers of the output, chosen in one pass.

`words` converts text to identifiers, `candidates` orders the candidates for each kind of thing,
`scope` resolves collisions in one namespace, and `things`, `methods` and `arguments` create the
namespaces.
"""

from speccast.names.assign import assign
from speccast.names.result import Names, OperationName, ResourceName

__all__ = ["Names", "OperationName", "ResourceName", "assign"]
