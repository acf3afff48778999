"""The catalogue of messages: what the source says, against what is translated. `make messages` brings it up to date."""
