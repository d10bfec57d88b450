"""The macro workbook, made from the schema: sheets, drop-downs, colours, ribbon and VBA."""

from csbook.template.build import build_template, build_workbook

__all__ = ["build_template", "build_workbook"]
