"""`doctor`: why a button does not run, looked up on this computer and in the workbook; each with a remedy."""
