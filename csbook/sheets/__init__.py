"""The agents' small workbooks: making them, reading them back, merging what came back."""
