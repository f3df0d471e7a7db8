"""What the figures of a page share: the parameters that several widgets read, each family in a file of its own."""
