"""The blueprint that the views of this folder share."""

from flask import Blueprint

blueprint = Blueprint("practice", __name__)
