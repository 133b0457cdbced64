"""The pages of one fresque. Each goes: door, form, one operation, fragment."""
