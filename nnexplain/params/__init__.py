"""The parameters that the figures of a page share, as several widgets read them: a file for each family."""
