"""The zip file under a workbook: checked once, read part by part, rebuilt without touching the rest.

An untouched member keeps its local header, its compressed bytes and its directory record byte for
byte; only the record's offset is set anew. So whatever another program put in survives.

What is refused before any reader sees the file: other file types, encrypted files, damaged or
truncated ones, members that lie about their size, overlap, or share a name, paths that leave the
archive, and sizes that no workbook of a team has (zip bombs).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from csbook.problems import DamagedWorkbook, NotAWorkbook, Words

MEBIBYTE = 1 << 20
MAX_FILE = 256 * MEBIBYTE
MAX_PART = 512 * MEBIBYTE
MAX_TOTAL = 1024 * MEBIBYTE
MAX_MEMBERS = 10_000
# Sheets of real workbooks compress 5 to 40 times; deflate's limit, which bombs reach, is 1032.
MAX_RATIO = 100
RATIO_COUNTS_FROM = 8 * MEBIBYTE

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL = struct.Struct("<4s5H3L2H")
_RECORD = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_ZIP64_EXTRA = 1
_ZIP64_MARK = 0xFFFFFFFF
# Between speed and size: level 6 takes three times as long on a sheet and saves a quarter.
_LEVEL = 4
_CHUNK = 4 * MEBIBYTE
# What the check unpacks is kept for its readers up to this size: a workbook of some years has a third of it.
_KEPT = 32 * MEBIBYTE

_DAMAGED = Words(
    "文件已损坏或不完整。请从备份恢复，或重新复制一份。",
    "the file is damaged or incomplete. Restore a backup or copy it again.",
)
_TOO_LARGE = Words(
    "解压后的内容过大，不像正常的工作簿。请不要使用来历不明的文件。",
    "unpacked it is far larger than a real workbook. Do not use files of unknown origin.",
)


class _Member(NamedTuple):
    info: zipfile.ZipInfo
    start: int  # of the local header
    stop: int  # where the next member or the directory starts
    record: bytes  # its record in the central directory


class Archive:
    """The members of one zip file held in memory. `name` is for messages."""

    def __init__(self, raw: bytes, name: str, before: Archive | None = None) -> None:
        """Raise `NotAWorkbook` for everything that is not a sound, plain zip file.

        `before` has been checked: what is packed as there need not be unpacked again.
        """
        self.raw = raw
        self.name = name
        self._refuse_other_kinds()
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as opened:
                self._comment = opened.comment
                infos, directory = opened.infolist(), opened.start_dir
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise DamagedWorkbook(name, _DAMAGED) from error
        self._refuse_suspicious(infos)
        self._members = {member.info.filename: member for member in self._located(infos, directory)}
        self._kept = self._checked(before)

    def names(self) -> list[str]:
        """The members' names as written, folders included."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """A member's content."""
        return self._kept[name] if name in self._kept else b"".join(self._chunks(self._members[name]))

    def start_of(self, name: str, size: int) -> bytes:
        """The first bytes of a member's content, at most `size`."""
        if name in self._kept:
            return self._kept[name][:size]
        return next(self._chunks(self._members[name], size), b"")[:size]

    def rebuilt(self, changed: Mapping[str, bytes], removed: frozenset[str]) -> bytes:
        """The archive with some members changed, removed or (unknown names, at the end) added."""
        content: list[bytes] = []
        records: list[bytes] = []
        offset = 0
        for name, member in self._members.items():
            if name in removed:
                continue
            if name in changed and not self._holds(member, changed[name]):
                local, record = _packed(member.info, changed[name], offset)
            else:
                local, record = self.raw[member.start : member.stop], _moved(member.record, offset)
            content.append(local)
            records.append(record)
            offset += len(local)
        for name in changed.keys() - self._members.keys():
            local, record = _packed(zipfile.ZipInfo(name), changed[name], offset)
            content.append(local)
            records.append(record)
            offset += len(local)
        directory = b"".join(records)
        end = _END.pack(
            b"PK\5\6", 0, 0, len(records), len(records), len(directory), offset, len(self._comment)
        )
        return b"".join([*content, directory, end, self._comment])

    def _holds(self, member: _Member, content: bytes) -> bool:
        """Whether a change is none; then the member stays as it is packed."""
        return len(content) == member.info.file_size and content == self.read(member.info.filename)

    def _checked(self, before: Archive | None) -> dict[str, bytes]:
        """Every member unpacked once, to its checksum; as much of it as is kept."""
        kept, left = dict[str, bytes](), _KEPT
        for name, member in self._members.items():
            if member.info.file_size <= left:
                known = before._known(member, self._data(member)) if before else None
                kept[name] = b"".join(self._chunks(member)) if known is None else known
                left -= member.info.file_size
            else:
                for _ in self._chunks(member):
                    pass
        return kept

    def _known(self, other: _Member, packed: bytes) -> bytes | None:
        """The content of another archive's member where it is one of this to the byte."""
        name = other.info.filename
        if name not in self._kept:
            return None
        own = self._members[name]
        is_same = _promised(own.info) == _promised(other.info) and self._data(own) == packed
        return self._kept[name] if is_same else None

    def _data(self, member: _Member) -> bytes:
        """A member's content as it stands in the file."""
        *_, name_size, extra_size = _LOCAL.unpack_from(self.raw, member.start)
        data = member.start + _LOCAL.size + name_size + extra_size
        return self.raw[data : data + member.info.compress_size]

    def _refuse_other_kinds(self) -> None:
        if self.raw.startswith(_OLE2):
            raise NotAWorkbook(self.name, _why_ole2(self.raw))
        if not self.raw.startswith(b"PK"):
            raise NotAWorkbook(
                self.name,
                Words(
                    "它不是 Excel 工作簿文件（.xlsx 或 .xlsm）。请检查是否选错了文件。",
                    "it is no Excel workbook (.xlsx or .xlsm). Check that this is the right file.",
                ),
            )

    def _refuse_suspicious(self, infos: list[zipfile.ZipInfo]) -> None:
        names = [_key(info.filename) for info in infos]
        if len(set(names)) < len(names):
            raise NotAWorkbook(
                self.name,
                Words("压缩包内有同名部件，文件已损坏。", "two parts share a name; the file is damaged."),
            )
        if any(_leaves_archive(name) for name in names):
            raise NotAWorkbook(
                self.name,
                Words(
                    "压缩包内有指向外部的路径，可能是恶意文件。请勿使用。",
                    "a part's path leads out of the file; it may be malicious. Do not use it.",
                ),
            )
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise NotAWorkbook(self.name, _PASSWORD)
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
            raise DamagedWorkbook(self.name, _DAMAGED)
        if (
            len(infos) > MAX_MEMBERS
            or sum(info.file_size for info in infos) > MAX_TOTAL
            or any(_bomb(info) for info in infos)
        ):
            raise NotAWorkbook(self.name, _TOO_LARGE)

    def _located(self, infos: list[zipfile.ZipInfo], directory: int) -> Iterator[_Member]:
        """Each member with its extent; members that overlap or lie outside are refused."""
        starts = sorted(info.header_offset for info in infos)
        if len(set(starts)) < len(starts) or starts[:1] not in ([], [0]):
            raise DamagedWorkbook(self.name, _DAMAGED)
        ends = dict(pairwise([*starts, directory]))
        position = directory
        for info in infos:
            header = self.raw[info.header_offset : info.header_offset + _LOCAL.size]
            record_size = self._record_size(position)
            if len(header) < _LOCAL.size or not header.startswith(b"PK\3\4"):
                raise DamagedWorkbook(self.name, _DAMAGED)
            *_, name_size, extra_size = _LOCAL.unpack(header)
            data = info.header_offset + _LOCAL.size + name_size + extra_size
            if data + info.compress_size > ends[info.header_offset]:
                raise DamagedWorkbook(self.name, _DAMAGED)
            yield _Member(
                info,
                info.header_offset,
                ends[info.header_offset],
                self.raw[position : position + record_size],
            )
            position += record_size

    def _record_size(self, position: int) -> int:
        record = self.raw[position : position + _RECORD.size]
        if len(record) < _RECORD.size or not record.startswith(b"PK\1\2"):
            raise DamagedWorkbook(self.name, _DAMAGED)
        name_size, extra_size, comment_size = _RECORD.unpack(record)[10:13]
        return _RECORD.size + int(name_size + extra_size + comment_size)

    def _chunks(self, member: _Member, size: int = _CHUNK) -> Iterator[bytes]:
        """A member's content in pieces, never more than it declares; the checksum comes last."""
        info, packed = member.info, memoryview(self._data(member))
        checksum, total = 0, 0
        for chunk in _inflated(packed, size) if info.compress_type else _cut(packed, size):
            total += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            if total > info.file_size:
                break
            yield chunk
        if total != info.file_size or checksum != info.CRC:
            raise DamagedWorkbook(self.name, _DAMAGED)


_PASSWORD = Words(
    "它有打开密码。请在 Excel 中取消密码（文件 > 信息 > 保护工作簿）后再试。",
    "it is password-protected. Remove the password in Excel (File > Info > Protect Workbook) first.",
)
_OLD_FORMAT = Words(
    "它是旧的 .xls 格式。请在 Excel 中另存为 .xlsm 后再试。",
    "it has the old .xls format. Save it as .xlsm in Excel, then try again.",
)


def _why_ole2(raw: bytes) -> Words:
    """An encrypted workbook is an OLE2 file with a stream named EncryptedPackage (MS-OFFCRYPTO 2.3.4)."""
    return _PASSWORD if "EncryptedPackage".encode("utf-16-le") in raw else _OLD_FORMAT


def too_large(name: str) -> NotAWorkbook:
    """The refusal of a file above `MAX_FILE`."""
    return NotAWorkbook(name, _TOO_LARGE)


def _key(name: str) -> str:
    """A part name for comparison: OPC names ignore case; some writers use backslashes."""
    return name.replace("\\", "/").lower()


def _promised(info: zipfile.ZipInfo) -> tuple[int, ...]:
    """What a record says of its member's content."""
    return info.compress_type, info.compress_size, info.file_size, info.CRC


def _leaves_archive(name: str) -> bool:
    return name.startswith("/") or ":" in name or ".." in name.split("/")


def _bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > MAX_PART or (
        info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * info.compress_size
    )


def _inflated(packed: memoryview, size: int) -> Iterator[bytes]:
    """Deflated data in pieces of at most `size`. Ends early where the data is damaged."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    try:
        while not stream.eof:
            chunk = stream.decompress(rest, size)
            rest = stream.unconsumed_tail
            if not chunk and not rest:
                return
            yield chunk
    except zlib.error:
        return


def _cut(data: memoryview, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield bytes(data[start : start + size])


def _packed(info: zipfile.ZipInfo, data: bytes, offset: int) -> tuple[bytes, bytes]:
    """Local header with compressed data, and directory record, of a member with new content."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush()
    name, flags = _encoded(info.filename)
    year, month, day, hour, minute, second = info.date_time
    time, date = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    common = (20, flags, zipfile.ZIP_DEFLATED, time, date, zlib.crc32(data), len(packed), len(data))
    local = _LOCAL.pack(b"PK\3\4", *common, len(name), 0)
    record = _RECORD.pack(
        b"PK\1\2",
        info.create_system << 8 | info.create_version,
        *common,
        len(name),
        0,
        len(info.comment),
        0,
        info.internal_attr,
        info.external_attr,
        offset,
    )
    return local + name + packed, record + name + info.comment


def _encoded(name: str) -> tuple[bytes, int]:
    try:
        return name.encode("ascii"), 0
    except UnicodeEncodeError:
        return name.encode(), _UTF8_NAME


def _moved(record: bytes, offset: int) -> bytes:
    """A directory record with another offset, which stands in the zip64 field where the writer used one."""
    moved = bytearray(record)
    packed, size, start = (struct.unpack_from("<L", record, at)[0] for at in (20, 24, 42))
    if start != _ZIP64_MARK:
        struct.pack_into("<L", moved, 42, offset)
        return bytes(moved)
    at = _RECORD.size + struct.unpack_from("<H", record, 28)[0]
    while struct.unpack_from("<H", record, at)[0] != _ZIP64_EXTRA:
        at += 4 + struct.unpack_from("<H", record, at + 2)[0]
    struct.pack_into("<Q", moved, at + 4 + 8 * [packed, size].count(_ZIP64_MARK), offset)
    return bytes(moved)
