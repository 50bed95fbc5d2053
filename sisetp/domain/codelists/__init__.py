"""Code lists: data with validity dates. Codes are never renamed nor renumbered, only ended."""

from sisetp.domain.codelists.model import Code, CodeList
from sisetp.domain.codelists.registry import codelist, list_names, load_overlay, reset_overlay

__all__ = ["Code", "CodeList", "codelist", "list_names", "load_overlay", "reset_overlay"]
