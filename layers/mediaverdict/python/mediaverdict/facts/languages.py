"""Languages' tags in either form: `zh`, `zho`, `chi` and `zh-CN` are one language.

MP4 and MPEG-TS have three letters (ISO 639-2, in the terminological form or the bibliographic one), Matroska and DASH
have BCP 47's tags. Tags are compared by their language; a script or region counts where both say one.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

# ISO 639-1 : ISO 639-2, the bibliographic code behind a comma where it is another.
_CODES = """
aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul
bh:bih bi:bis bm:bam bn:ben bo:bod,tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces,cze cu:chu
cv:chv cy:cym,wel da:dan de:deu,ger dv:div dz:dzo ee:ewe el:ell,gre en:eng eo:epo es:spa et:est eu:eus,baq
fa:fas,per ff:ful fi:fin fj:fij fo:fao fr:fra,fre fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau
he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye,arm hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk
io:ido is:isl,ice it:ita iu:iku ja:jpn jv:jav ka:kat,geo kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan
ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub
lv:lav mg:mlg mh:mah mi:mri,mao mk:mkd,mac ml:mal mn:mon mr:mar ms:msa,may mt:mlt my:mya,bur na:nau nb:nob
nd:nde ne:nep ng:ndo nl:nld,dut nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss
pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron,rum ru:rus rw:kin sa:san sc:srd sd:snd
se:sme sg:sag si:sin sk:slk,slo sl:slv sm:smo sn:sna so:som sq:sqi,alb sr:srp ss:ssw st:sot su:sun sv:swe
sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah
ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho,chi,cmn
zu:zul
"""
_CHINESE_SCRIPTS = {"cn": "hans", "sg": "hans", "tw": "hant", "hk": "hant", "mo": "hant"}


class Language(NamedTuple):
    """A tag, taken apart; in lower case."""

    code: str
    """Two letters where the language has such a code."""
    script: str = ""
    region: str = ""


@cache
def two_letter_codes() -> dict[str, str]:
    """Each code that has one -> its two-letter code; those of two letters among them."""
    found = {}
    for row in _CODES.split():
        short, _, longer = row.partition(":")
        found.update(dict.fromkeys([short, *longer.split(",")], short))
    return found


@lru_cache(maxsize=512)
def language_of(tag: str) -> Language:
    """Any text as a tag: `zh_CN` and `chi` too."""
    first, *rest = tag.strip().lower().replace("_", "-").split("-")
    if first == "zh" and rest and len(rest[0]) == 3 and rest[0].isalpha():  # zh-yue: Cantonese in the older form
        first, *rest = rest
    code = two_letter_codes().get(first, first)
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    region = next(
        (part for part in rest if (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit())), ""
    )
    if code == "zh" and not script:
        script = _CHINESE_SCRIPTS.get(region, "")
    return Language(code, script, region)


def same_language(one: str, other: str) -> bool:
    """Whether two tags name one language: a script or region that only one of them has tells nothing."""
    left, right = language_of(one), language_of(other)
    return left.code == right.code and all(not a or not b or a == b for a, b in zip(left[1:], right[1:], strict=True))
