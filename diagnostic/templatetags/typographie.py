"""French typography for texts that were typed plainly: ``{{ question.enonce|soigne }}``."""

from django import template

from pasapas.textes import soigner

register = template.Library()
register.filter("soigne", soigner)
