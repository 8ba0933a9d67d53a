"""Single files of a person or of the program: written whole or not at all, and what to say when that fails."""
