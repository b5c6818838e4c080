"""Makes `src/reportedly/models/` from labelled data; needs the extra [train]."""
