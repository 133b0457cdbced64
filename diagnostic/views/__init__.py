"""Pages of the autodiagnostic."""
