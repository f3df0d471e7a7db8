"""A generator of explorable explanations of neural networks.

Build scripts write figure folders with the five or six words of `nnexplain.figures`; lessons show
those figures as ordinary Markdown images; `nnexplain build` keeps the two in step.
"""
