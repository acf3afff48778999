"""How long a queue's message may be. Source: SMQ's limits; bodies are sent in base64."""

from __future__ import annotations

MAX_ENCODED = 64 * 1024
"""Of a body, and of a batch's bodies together, in base64."""
MAX_BODY = MAX_ENCODED // 4 * 3
"""The same before base64."""
