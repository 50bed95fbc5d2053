"""The blueprint of the area and the local day of the unit being served."""

from flask import Blueprint

blueprint = Blueprint("encaminhamentos", __name__)
