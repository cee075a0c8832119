"""Chinese surnames, and what looks like a person's name."""

from __future__ import annotations

import re

_COMPOUND = (
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|"
    "太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|"
    "漆雕|乐正|宰父|谷梁|拓跋|夹谷|轩辕|令狐|段干|百里|呼延|东郭|南门|羊舌|微生|梁丘|左丘|东门|西门|第五"
)
COMPOUND = frozenset(_COMPOUND.split("|"))

# Hardly anything but a surname where a word begins with it.
PLAIN = frozenset(
    "李王张刘陈杨赵吴周徐孙朱胡郭何罗郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎闫余潘杜戴"
    "夏汪任姜范姚谭廖邹陆郝孔崔邱秦史顾侯邵孟段钱汤尹黎乔贺赖龚庞樊殷施陶翟颜倪严俞章鲁葛伍韦申尤毕聂焦邢"
    "岳齐莫辛祁舒耿牟詹靳童甄裴屈鲍覃霍翁隋阮闵柴冉辜饶刁瞿戚滕邬臧苟褚娄奚穆郎邸冀姬屠郜晏栾喻窦敖鄢仇巩"
    "仲虞卞冼佟匡巫鞠谌岑胥蔺梁宋"
)

# Surnames that are words as well: 石桥, 黄沙, 白杨, 马鞍, 双龙 name places more often than people.
WORDLIKE = frozenset(
    "林高黄石白金马龙万江田方钟常武文易雷熊兰洪安温季芦牛丛向柳路梅庄管祝左谷时卜关苗凌费纪盛欧项曲成游阳"
    "席卫查位甘景包司柏宁柯桂解强华车房边吉丘古米池晋畅宫来全廉简盖符木党燕谈连郁商蒙计迟冷卓花艾蓝都井练"
    "乐封原官衣楚栗宗应台桑荆银扬明沙伏习保和涂单康毛凤洛麻鹿粟危尚元贝皮寿春"
)

SURNAMES = PLAIN | WORDLIKE

_HAN_NAME = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]{2,4}")


def has_compound(name: str) -> bool:
    """Whether `name` begins with a surname of two characters and goes on after it."""
    return len(name) > 2 and name[:2] in COMPOUND


def looks_like_name(text: str) -> bool:
    """Whether `text` is two to four Han characters that begin with a surname."""
    if not _HAN_NAME.fullmatch(text):
        return False
    return text[0] in SURNAMES or has_compound(text)


def is_plainly_name(text: str) -> bool:
    """As `looks_like_name`, but of surnames only that are hardly anything else."""
    return looks_like_name(text) and (text[0] in PLAIN or has_compound(text))
