"""Says single things in a packet of XMP and leaves the rest of it as it is, byte for byte (ISO 16684-1).

Reading the XML into a tree and writing it again would rename prefixes and drop what other programs keep there.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMP = "http://ns.adobe.com/xap/1.0/"
IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
EXIF = "http://ns.adobe.com/exif/1.0/"

_PREFIXES = {XMP: "xmp", IPTC_EXTENSION: "Iptc4xmpExt"}
_GPS = r"GPS\w+"
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    f'<rdf:RDF xmlns:rdf="{RDF}">\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
)


class Property(NamedTuple):
    """A simple property: the address of its schema and its name there."""

    schema: str
    name: str


SOURCE_TYPE = Property(IPTC_EXTENSION, "DigitalSourceType")
CREATOR_TOOL = Property(XMP, "CreatorTool")


def said(packet: bytes | None, wanted: Property) -> str:
    """Return what a packet says of a simple property; nothing when it says nothing, or is none."""
    text = _text(packet)
    for prefix in _prefixes(text, wanted.schema):
        name = f"{re.escape(prefix)}:{wanted.name}"
        found = re.search(rf"\s{name}\s*=\s*([\"'])(.*?)\1", text, re.DOTALL) or re.search(
            rf"<{name}(\s[^>]*)?>([^<]*)</{name}\s*>", text
        )
        if found:
            return found[2].strip()
    return ""


def with_said(packet: bytes | None, values: Mapping[Property, str]) -> bytes:
    """Return the packet with these properties in place of what it said of them; a new one where there is none.

    A packet that is not RDF in UTF-8 is no packet: another one takes its place.
    """
    text = _text(packet)
    end = _end_of_rdf(text)
    if end is None:
        text = _EMPTY
        end = text.index("</rdf:RDF>")
    for wanted in values:
        text = _without(text, wanted.schema, re.escape(wanted.name))
    end = _end_of_rdf(text) or end
    rdf = next(iter(_prefixes(text, RDF)))
    about = re.search(rf"\s{re.escape(rdf)}:about\s*=\s*([\"'])(.*?)\1", text)
    schemas = {wanted.schema for wanted in values}
    spaces = "".join(f' xmlns:{_PREFIXES[schema]}="{schema}"' for schema in sorted(schemas))
    said_now = "".join(f" {_PREFIXES[key.schema]}:{key.name}={quoteattr(value)}" for key, value in values.items())
    described = f'<{rdf}:Description {rdf}:about="{about[2] if about else ""}"{spaces}{said_now}/>\n'
    return (text[:end] + described + text[end:]).encode()


def without_place(packet: bytes) -> bytes:
    """Return the packet without a word of where the photograph was taken (exif:GPS...)."""
    text = _text(packet)
    return _without(text, EXIF, _GPS).encode() if text else packet


def _text(packet: bytes | None) -> str:
    try:
        return packet.decode("utf-8") if packet else ""
    except UnicodeDecodeError:
        return ""


def _prefixes(text: str, schema: str) -> dict[str, None]:
    """Return the prefixes that stand for a schema anywhere in the text, each once."""
    found = re.finditer(rf"xmlns:([\w.-]+)\s*=\s*([\"']){re.escape(schema)}\2", text)
    return {match[1]: None for match in found}


def _end_of_rdf(text: str) -> int | None:
    """Return where the description of the last resource may stand."""
    for prefix in _prefixes(text, RDF):
        end = text.rfind(f"</{prefix}:RDF>")
        if end >= 0:
            return end
    return None


def _without(text: str, schema: str, name: str) -> str:
    """Return the text without properties of a schema whose name is `name` (a pattern), in either of their forms."""
    for prefix in _prefixes(text, schema):
        full = f"{re.escape(prefix)}:{name}"
        text = re.sub(rf"\s{full}\s*=\s*(\"[^\"]*\"|'[^']*')", "", text)
        text = re.sub(rf"\s*<({full})(\s[^>]*)?(/>|>.*?</\1\s*>)", "", text, flags=re.DOTALL)
    return text
