"""Takes an `ir.Api`, returns `Names`: every Python identifier of the output, chosen in one pass.

`words` turns text into identifiers, `ladders` order the candidates of each kind of thing, `scope`
resolves collisions in one namespace, and `things`, `methods` and `arguments` open the namespaces.
"""

from speccast.names.assign import assign
from speccast.names.result import Names, OperationName, ResourceName

__all__ = ["Names", "OperationName", "ResourceName", "assign"]
