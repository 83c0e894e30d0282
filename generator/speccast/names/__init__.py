"""Takes an `ir.Api` and gives `Names`: every Python identifier of the output, settled in one pass.

`words` turns text into identifiers, `scope` settles one namespace, `ladders` say what each kind of
thing would like to be called, and `things`, `methods` and `arguments` open the namespaces.
"""

from speccast.names.assign import assign
from speccast.names.result import Names, OperationName, ResourceName

__all__ = ["Names", "OperationName", "ResourceName", "assign"]
