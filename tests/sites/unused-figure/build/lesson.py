# /// nnexplain
# needs = []
# figures = ["cube"]
# ///

"cube"
