"""French typography for texts that were typed plainly: ``{{ question.enonce|soigne }}``."""

from django import template

from pasapas.valeurs.textes import soigner

register = template.Library()
register.filter("soigne", soigner)
