"""The command `mediaverdict`, on a person's machine: never in a layer."""
