"""The only road to a row: form, what others typed, change, memory, version of the projet."""
