"""What each origin says, read into items; the wire format of an origin ends in its file here."""
