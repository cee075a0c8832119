"""Words of health, which don't belong beside a person's name.

Personal Information Protection Law art. 28: medical and health information is sensitive.
"""

from __future__ import annotations

import re
from functools import cache

_WORDS = (
    "食管癌|鼻咽癌|宫颈癌|乳腺癌|胰腺癌|甲状腺癌|肺癌|胃癌|肝癌|肠癌|血癌|骨癌|脑癌|肿瘤|白血病|尿毒症|艾滋病|艾滋|"
    "精神分裂|精神障碍|精神病|精神疾病|抑郁症|抑郁|癫痫|智力障碍|智障|自闭症|孤独症|脑瘫|瘫痪|偏瘫|中风|脑梗死|脑梗|"
    "脑出血|心脏病|冠心病|糖尿病|高血压|肝硬化|乙肝|肺结核|结核病|尘肺病|尘肺|肾衰竭|肾病|透析|红斑狼疮|帕金森|"
    "老年痴呆|阿尔茨海默|梅毒|性病|吸毒|流产|不孕|残疾|伤残|聋哑|失明|盲人|重病|大病|重大疾病|慢性病|病危|患病|"
    "因病|病故|住院|手术|化疗|癌症"
)
# The few places worth trying all the words at, by their first two characters: whole files are asked.
_FIRST, _SECOND = ("".join({word[place] for word in _WORDS.split("|")}) for place in (0, 1))
_START = re.compile(f"癌|[{_FIRST}](?=[{_SECOND}])")
# Institutions and programmes that bear such a word and say nothing of anybody.
_HARMLESS = (
    r"残疾人(?:联合会|事业|工作|之家|(?:就业)?保障金|日)|无残疾|[防抗]癌|癌症?(?:筛查|早筛|防治)|[两腺颈]癌(?:筛查|检查)|"
    r"(?:肿瘤|精神病|精神专科|结核病|传染病|慢性病|职业病|艾滋病|高血压)(?:医院|防治|防控|宣传|管理|科|日)|"
    r"(?:大病|住院|手术|意外)(?:医疗|统筹)?保险|大病统筹"
)


@cache
def _sick() -> re.Pattern[str]:
    """All words, compiled where the first of them may stand."""
    return re.compile(f"{_WORDS}|癌")


def health_word(text: str) -> str | None:
    """The first word in `text` that tells of somebody's health, None where there is none."""
    harmless: list[tuple[int, int]] | None = None
    for place in _START.finditer(text):
        word = _sick().match(text, place.start())
        if word is None:
            continue
        if harmless is None:
            harmless = [found.span() for found in re.finditer(_HARMLESS, text)]
        if not any(start < word.end() and word.start() < end for start, end in harmless):
            return word[0]
    return None
