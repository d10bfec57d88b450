"""The roster commands: from building a month to publishing, mending and closing it."""
