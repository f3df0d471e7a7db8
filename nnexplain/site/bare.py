"""Scripts and styles for readers: without their comments, which are a third of what a phone would load.

Every line stays in its place, so an error names the line of the source.
"""

from __future__ import annotations

from importlib.metadata import version

from nnexplain.figures.render import Renderer


def bare(source: str, suffix: str, memory: Renderer) -> str:
    """`source`, a file's text, without the comments that begin a line; `suffix` is ".js" or ".css".

    A comment behind code stays: what a regular expression or a string holds is never taken for one.
    """
    key = ["bare", 1, version("pygments"), suffix, source]
    return memory.remembered(key, lambda: _bare(source, suffix))


def _bare(source: str, suffix: str) -> str:
    from pygments.lexers import CssLexer, JavascriptLexer
    from pygments.token import Comment

    lexer = {".js": JavascriptLexer, ".css": CssLexer}[suffix](stripnl=False, ensurenl=False)
    kept = [""]
    for kind, text in lexer.get_tokens(source):
        line = kept[-1].rpartition("\n")[2]
        if kind in (Comment, Comment.Single, Comment.Multiline) and not line.strip():
            kept[-1:] = [kept[-1].removesuffix(line) + "\n" * text.count("\n")]
        else:
            kept.append(kept.pop() + text if text.isspace() else text)
    return "".join(kept)
