"""What keeps an installation going: reference data, and what leaves for good."""
