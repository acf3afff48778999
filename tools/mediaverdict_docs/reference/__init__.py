"""The reference pages in docs/reference, made from the code; `make schemas` renews them, a test holds them current."""
