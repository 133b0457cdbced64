"""The pages that say what becomes of personal data: our first words, then the administrateurs'."""
