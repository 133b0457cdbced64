"""The questionnaires shipped with the product, as data."""

from pathlib import Path

DOSSIER = Path(__file__).parent
AUTODIAGNOSTIC = DOSSIER / "autodiagnostic-pas-a-pas-v1.yaml"
