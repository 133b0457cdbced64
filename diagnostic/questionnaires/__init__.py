"""A questionnaire is a file: read one (YAML, XLSX, CSV), check it whole, give it back."""

from .ecriture import en_csv, en_xlsx, en_yaml
from .lecture import lire_tableau, lire_yaml
from .schema import QuestionnaireLu, ThemeLu
