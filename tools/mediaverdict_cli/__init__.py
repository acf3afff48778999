"""The desk: the command, its tables, and the local cloud. Never in the built layers."""
