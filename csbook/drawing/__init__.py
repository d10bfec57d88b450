"""How the schema's tables are drawn on new sheets: places, looks, drop-downs, marks."""
