"""`python -m csbook`."""

from csbook.entry import main

main()
