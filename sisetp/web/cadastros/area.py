"""The blueprint of the area."""

from flask import Blueprint

blueprint = Blueprint("cadastros", __name__)
