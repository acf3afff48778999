"""The emulator: ICE and SMQ on one port of 127.0.0.1, for `invoke`, `emulate` and anyone's tests.

- `state`     jobs, templates and queues; knows nothing of HTTP
- `ice_wire`  ICE's requests and answers
- `smq_wire`  SMQ's requests and answers; `smq_messages` for a queue's messages, `smq_refusals` for its errors
- `call_limit`  how many calls a second ICE allows
- `verify`    signatures, checked as strictly as in the cloud
- `server`    the threaded server
"""

from alicloud_emulator.server import Emulator
from alicloud_emulator.state import EmulatorState

__all__ = ["Emulator", "EmulatorState"]
