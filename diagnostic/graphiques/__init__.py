"""Charts as frozen values, drawn as SVG by templates/diagnostic/graphiques: the same drawing on
the screen and on paper. Lengths are in units of a drawing 320 wide; coordinates are texts,
since a template would write a French comma in a number."""

from .barres import Barres, barres
from .evolution import Evolution, evolution
from .fil import Fil, fil, fils
from .formes import Legende, forme, legende
from .matrice import LigneDeTableau, Matrice, lignes, matrice
from .rosace import Rosace, rosace
