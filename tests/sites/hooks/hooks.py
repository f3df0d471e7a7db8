"""Changes what is rendered, as hooks and plugins do."""


def on_page_markdown(markdown, page, config, files):
    text = markdown.replace("[[here]]", "{{ songs }} {{ tunes }}")
    return f"{text}\n\nOf the page {page.file.src_uri}.\n"
