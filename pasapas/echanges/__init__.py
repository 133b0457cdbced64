"""Tables that come in and go out as files: what stands in a cell, previews, all or nothing."""
