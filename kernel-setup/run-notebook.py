"""Runs one notebook from top to bottom and writes the executed copy.

    run-notebook.py NOTEBOOK OUT.ipynb [OUT.html]

Fails (exit 1, one line) on a cell that raises, writes to stderr, or was skipped, because tslab exits with 0 after errors
that a runner would overlook. The kernel's working folder is the notebook's. Prints one JSON line per cell, for a progress
line. The executed notebook is trusted; the HTML page works offline.
"""

import json
import pathlib
import re
import sys
from copy import deepcopy

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from nbformat.sign import NotebookNotary

CELL_SECONDS = 1800


def main(source: pathlib.Path, executed: pathlib.Path, page: pathlib.Path | None) -> None:
    notebook = nbformat.read(source, as_version=4)
    code = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]

    def tell(cell_index: int, **_: object) -> None:
        print(json.dumps({"cell": code.index(cell_index) + 1, "of": len(code)}), flush=True)

    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="tslab",
        resources={"metadata": {"path": str(source.parent.resolve())}},
        record_timing=False,
        on_cell_executed=lambda cell, cell_index, execute_reply: tell(cell_index) if cell.cell_type == "code" else None,
    )
    problem = None
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        problem = last_line(error)
    problem = stderr_of(notebook) or problem or passed_over(notebook)
    executed.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, executed)
    if problem:
        sys.exit(f"{source.name}: {problem} (executed copy: {executed})")
    NotebookNotary().sign(notebook)
    if page is not None:
        page.write_text(to_html(notebook, source.stem), encoding="utf-8")


def last_line(error: Exception) -> str:
    lines = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def stderr_of(notebook: nbformat.NotebookNode) -> str | None:
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                first = next((line for line in output.text.splitlines() if line.strip()), "")
                return f"cell {index + 1} wrote to stderr: {first}"
    return None


def passed_over(notebook: nbformat.NotebookNode) -> str | None:
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            return f"cell {index + 1} was not run"
    return None


def to_html(notebook: nbformat.NotebookNode, title: str) -> str:
    exporter = HTMLExporter()
    # All of these are scripts on other hosts, which the notebooks do not need.
    for name in ("mathjax_url", "require_js_url", "jquery_url", "mermaid_js_url", "mermaid_layout_elk_js_url", "jupyter_widgets_base_url", "widget_renderer_url"):
        if name in exporter.trait_names():
            setattr(exporter, name, "")
    body, _ = exporter.from_notebook_node(with_places(notebook), {"metadata": {"name": title}})
    style = f"<style>@media (prefers-color-scheme: dark) {{ {dark_theme(exporter)} :root {{ --jp-layout-color0: #16181c; }} }} {FITS}</style>"
    return to_pages(without_remote_scripts(body)).replace("</head>", f"{style}</head>", 1)


def with_places(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy with an empty place for each figure, numbered from 1: the library, which can draw them, fills these."""
    copy = deepcopy(notebook)
    count = 0
    for output in (output for cell in copy.cells for output in cell.get("outputs", [])):
        if any(kind in output.get("data", {}) for kind in FIGURE_TYPES):
            count += 1
            output.data = {"text/html": f'<div data-hiernas-figure="{count}"></div>'}
    return copy


def dark_theme(exporter: HTMLExporter) -> str:
    """JupyterLab's dark colours, as nbconvert brings them along, without rules that would load something."""
    paths = (pathlib.Path(folder, "static", "theme-dark.css") for folder in exporter.template_paths)
    text = next(path for path in paths if path.exists()).read_text(encoding="utf-8")
    return re.sub(r"@(import|charset)[^;]*;", "", text)


FIGURE_TYPES = ("application/vnd.vega.v5+json", "application/vnd.vegalite.v5+json")

# Lines of prose of a readable length; wide drawings scroll in their own place; long lines of code wrap, wide tables scroll.
FITS = """
body.jp-Notebook { margin: 0 auto; padding: 12px max(12px, calc((100vw - 1160px) / 2)); background: var(--jp-layout-color0); box-sizing: border-box; }
.jp-RenderedMarkdown > * { max-width: 75ch; }
.jp-RenderedMarkdown > table, .jp-RenderedMarkdown > pre { max-width: 100%; }
.jp-OutputArea-output img { max-width: 100%; height: auto; }
.jp-InputArea-editor .highlight pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.jp-RenderedHTMLCommon { overflow-x: auto; }
@media (max-width: 700px) { .jp-InputPrompt, .jp-OutputPrompt { display: none; } }
"""


def to_pages(body: str) -> str:
    """Links from notebook to notebook lead from page to page."""
    return re.sub(r'href="([\w-]+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', body)


def without_remote_scripts(body: str) -> str:
    """Removes script and link elements that would load from another host or from nowhere, and the blocks that only serve them."""
    body = re.sub(r"<script\b[^>]*\bsrc=\"(?:https?:)?//[^\"]*\"[^>]*>.*?</script>", "", body, flags=re.S)
    body = re.sub(r"<script\b[^>]*\bsrc=\"\"[^>]*>.*?</script>", "", body, flags=re.S)
    body = re.sub(r"<link\b[^>]*\bhref=\"(?:https?:)?//[^\"]*\"[^>]*>", "", body)
    return re.sub(r"<script type=\"module\">(?:(?!</script>).)*?mermaid.*?</script>", "", body, flags=re.S)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*(pathlib.Path(argument) for argument in sys.argv[1:3]), pathlib.Path(sys.argv[3]) if len(sys.argv) == 4 else None)
