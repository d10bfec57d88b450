"""The rules of the Open XML SDK, applied to a workbook.

Two thirds of a validation go through the parts one by one, each by itself: a part that was found without
an error is not gone through again as long as it is the same to the byte.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator
from openxml_audit.context import ValidationContext
from openxml_audit.errors import ValidationError
from openxml_audit.parts import OpenXmlPart
from openxml_audit.schema.validator import SchemaValidator


class Remembering(SchemaValidator):
    """Knows the parts that have no error."""

    def __init__(self) -> None:
        super().__init__()
        self.right: set[tuple[str, bytes]] = set()

    def validate_part(self, part: OpenXmlPart, context: ValidationContext) -> list[ValidationError]:
        known = part.uri, sha256(part.raw_content or b"").digest()
        if known in self.right:
            return context.errors
        before = len(context.errors)
        found = super().validate_part(part, context)
        if len(context.errors) == before:
            self.right.add(known)
        return found


@cache
def remembering(file_format: FileFormat) -> Remembering:
    return Remembering()


def findings(path: Path, file_format: FileFormat = FileFormat.MICROSOFT_365) -> list[str]:
    """What Excel of this version would find wrong in the file."""
    validator = OpenXmlValidator(file_format)
    validator._schema_validator = remembering(file_format)
    return [str(error) for error in validator.validate(path).errors]
