"""Words and what they are made of: safe HTML, languages, places, paragraphs. Pure functions; no models, no database."""
