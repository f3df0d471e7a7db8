# /// nnexplain
# figures = ["cube"]
# ///
