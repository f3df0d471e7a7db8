"""What figures of a page share: parameters that several widgets read, each family in a file of its own."""
