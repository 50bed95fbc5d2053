"""Numbers as a page prints them."""

import re

_ROW = re.compile(r"<tr[^>]*>\s*<th scope=\"row\">.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td[^>]*>\s*([0-9.]+)\s")


def numbers(page: str) -> list[list[int]]:
    """Cells of the first table of a page, row by row; marks are left out."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return [[int(value.replace(".", "")) for value in _CELL.findall(row)] for row in _ROW.findall(body)]
