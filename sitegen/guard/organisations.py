"""What is an organisation, and may be named in full, rather than a person.

An organisation's word counts where the text *ends* with it: 张家村 and 林场 are organisations, 林所长 and
王村生 are not, and a name that follows one (石桥村王建国) is still a name. Words of one character also end
names of people, so there the length and the first character decide:

- two characters are a person's name if the first is a surname (李村, 周镇), else an organisation (三组);
- three are a name if the first is hardly ever anything but a surname and the second is no word of places
  (李新村; but 张家村, 王庄村, 石桥村 are villages);
- four and more are an organisation, unless they begin with a compound surname (欧阳建村) or two (张王新村).

Words of several characters count unless the whole would be a name of three characters (王中心).
"""

from __future__ import annotations

import re
import unicodedata

from sitegen.guard.surnames import PLAIN, SURNAMES, has_compound, is_plainly_name, looks_like_name

_WORDS = (
    "公司|集团|股份|企业|合作社|合作联社|经济社|股份社|供销社|信用社|联社|联合社|银行|农商行|支行|分行|"
    "农行|工行|建行|中行|邮储|中心|基地|工厂|农场|牧场|林场|果园|茶园|花园|园区|产业园|农庄|山庄|农家乐|"
    "合伙|联合体|委员会|村委|村委会|居委|居委会|党委|党委会|总支|支部|党支部|监委会|监督委员会|理事会|"
    "监事会|政府|人大|政协|法院|检察院|学校|小学|中学|学院|大学|幼儿园|托儿所|医院|卫生院|卫生室|诊所|"
    "药房|药店|协会|商会|基金会|联合会|残联|妇联|工会|共青团|团委|红十字会|福利院|敬老院|养老院|办公室|"
    "办事处|指挥部|项目部|工程队|施工队|服务队|合唱队|大队|小队|小组|村民小组|工作组|网格|服务站|工作站|"
    "水电站|电站|泵站|加油站|经营部|门市|门市部|商店|商行|超市|饭店|餐馆|酒店|宾馆|旅馆|书店|茶馆|店铺|"
    "商铺|作坊|工作室|事务所|派出所|电网|电力|移动|联通|电信|铁塔|石油|石化|烟草|邮政|保险|人保|人寿|"
    "燃气|自来水|税务|国库|财政|国资|报社|电视台|广播站|社区|街道|开发区|管委会|水库|灌区|寺庙|教堂|祠堂|"
    "业委会|物业|志愿队|家庭农场|上级|中央|省级|市级|县级|区级|乡级|镇级|村级|组级"
)
_OFFICES = (
    "财政|林业|水利|水务|农业|农村|民政|司法|卫生|文化|教育|税务|国土|土管|供电|供水|畜牧|兽医|农技|农机|农经|经管|林管|"
    "计生|党政|综治|应急|交通|公安|广电|统计|审计|招商|扶贫|振兴|乡村振兴|环保|环卫|市政|气象|粮油|文旅|城管|人社|住建"
)
_WORD = re.compile(rf"(?:{_WORDS}|(?:{_OFFICES})[局所站办科股室部])$")
_PLACE_CHARACTERS = "家庄楼集寨屯沟湾河桥店铺塘坝坪坡岗岭营堡口圩垸垭庙市"
_ONE_CHARACTER = "村组厂局所镇乡县区市站店队部院场办庄寨屯"
_NUMBERED = re.compile(r"第?[一二三四五六七八九十\d]{1,3}(?:村民小组|小组|组|队|社|村|网格|片区)$")
_LATIN = re.compile(r"(?i)\b(?:co|ltd|llc|inc|company|bank|corp|corporation|group)\b")

_COLLECTIVE = re.compile(
    r"(?:全体|全村|全组|各|各组|各村|部分|本村|本组|本社区|其他|其余|相关|有关|参会|参加|困难|所有|部门)*"
    r"(?:村民代表|党员代表|村民|农户|群众|居民|社员|组民|住户|户主|户|老?党员|村?干部|组长|代表|(?:农民|临时|零)工|民工|工人|"
    r"环卫工人|(?:务工|保洁|工作|施工|公益性?岗位|其他)?人员|保洁员|护林员|巡河员|网格员|管水员|志愿者|老人|老年人|"
    r"大?学生|(?:低保|五保|特困|贫困|脱贫|监测|困难|承包|种植|养殖|安置|拆迁|散)户|儿童|妇女|教师|个人|多人|(?:爱心|社会)人士)"
    r"(?:等?共?\d*[多余]?[户人名家个等]?)"
)


_PLAIN_ALREADY = re.compile(r"[一-鿿A-Za-z\d*·]*", re.ASCII)


def plain_text(text: str) -> str:
    """`text` as names are compared: NFKC, without spaces and invisible characters."""
    if _PLAIN_ALREADY.fullmatch(text):
        return text
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Mn"))


def is_organisation(text: str, organisations: frozenset[str] = frozenset()) -> bool:
    """Whether `text` names an organisation: it bears an organisation's word, or stands in `organisations`."""
    name = plain_text(text)
    if not name:
        return False
    if text in organisations or name in organisations:
        return True
    if _LATIN.search(text):
        return True
    if numbered := _NUMBERED.search(name):
        return _is_place(name[: numbered.start()])
    if word := _WORD.search(name):
        return word.start() == 0 or len(name) > 3 or not looks_like_name(name)
    return name[-1] in _ONE_CHARACTER and _ends_as_place(name)


def _is_place(stem: str) -> bool:
    """Whether a numbered group (三组) may follow `stem`: not where it is a person's name (王建国三组)."""
    if len(stem) == 1:
        return stem not in SURNAMES
    return not is_plainly_name(stem) or stem[-1] in _PLACE_CHARACTERS or is_organisation(stem)


def _ends_as_place(name: str) -> bool:
    """The rules of length and first character for words of one character."""
    if "·" in name or (has_compound(name) and len(name) <= 4):
        return False
    if len(name) <= 2:
        return name[0] not in SURNAMES
    if len(name) > 4 or name[-2] in _PLACE_CHARACTERS:
        return True
    # A name of four characters has the surnames of both parents.
    return not PLAIN.issuperset(name[: len(name) - 2])


_COLLECTIVE_TAIL = re.compile(rf"(?:{_COLLECTIVE.pattern})$")


def is_collective(text: str) -> bool:
    """Whether `text` speaks of people without naming any: 全体村民, 三组农户, 低保户等12户."""
    name = plain_text(text)
    tail = _COLLECTIVE_TAIL.search(name)
    return tail is not None and (tail.start() == 0 or is_organisation(name[: tail.start()]))
