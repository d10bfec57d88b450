"""The profiles that csbook knows by itself."""

from __future__ import annotations

from typing import Final

from csbook.imports.alibaba_profiles import ALIBABA
from csbook.imports.other_profiles import OTHERS
from csbook.imports.profiles import Profile

BUILT_IN: Final[tuple[Profile, ...]] = (*ALIBABA, *OTHERS)
TYPED_PLATFORMS: Final = ("vip",)
"""Platforms of which no export is known: their figures are typed."""
