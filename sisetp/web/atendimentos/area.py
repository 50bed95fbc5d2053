"""The blueprint of the area and what its views share."""

from flask import Blueprint

blueprint = Blueprint("atendimentos", __name__)
