"""csbook: one Excel workbook runs an online shop's customer-service team."""

__version__ = "0.1.0"
