"""From Markdown and figure folders to pages: the extension, the checks, the build, `serve` and `new`."""
