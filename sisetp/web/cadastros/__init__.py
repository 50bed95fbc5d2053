"""The full register of a person (form C), with two doors to one page: a ficha of hers, and her row in a case."""

from sisetp.web.cadastros import views
from sisetp.web.cadastros.area import blueprint

__all__ = ["blueprint", "views"]
