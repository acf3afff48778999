"""The documentation: its reference pages, made from the code, and its site, made from docs/ and the READMEs."""
