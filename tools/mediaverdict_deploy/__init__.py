"""From the project's folder to a function in the cloud: what is built, and how it gets there.

- `runtimes`    which Python a runtime has, and where such a one is on this machine
- `wheels`      the locked packages of the cloud side, for that Python
- `trees`       folders that come out the same, byte for byte, wherever they are made
- `layers`      `make layers`: build/layers/<layer>/python and a zip of each; `make code`: build/code
- `listing`     what is in them: sizes, licences, digests
- `publishing`  `make deploy`: the layers that changed, then `s deploy`
- `serverless`  Serverless Devs' `s`: how it is called, and what it is known to do
- `answers`     what is in an answer of it
- `advice`      what it said, without secrets, and what to do about it
- `queues`      `make queues`: the queues that the template names
- `package`     `make package`: what Serverless Devs' `s init` takes
- `release`     `make release`: wheels, zips, checksums and the tag
- `materials`   the bills of materials of a release
"""

from __future__ import annotations

LAYERS = ("dependencies", "fcruntime", "mediaverdict")
"""In the order in which they are laid over each other."""
