"""A weekly: highlights, a section a work, one list of references."""
