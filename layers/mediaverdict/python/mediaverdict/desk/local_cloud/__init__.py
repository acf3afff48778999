"""The local cloud: ICE and SMQ on one port of 127.0.0.1, for `invoke`, `emulate` and anyone's tests.

- `state`     jobs and queues; knows nothing of HTTP
- `ice_wire`  ICE's requests and answers
- `smq_wire`  SMQ's requests and answers
- `verify`    signatures, checked as strictly as in the cloud
- `server`    the threaded server
"""

from mediaverdict.desk.local_cloud.server import LocalCloud
from mediaverdict.desk.local_cloud.state import CloudState

__all__ = ["CloudState", "LocalCloud"]
