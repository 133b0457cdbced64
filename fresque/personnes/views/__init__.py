"""The pages about access. Each goes: door, form, one operation, page."""
