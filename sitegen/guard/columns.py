"""Columns that a published table must not have, whatever stands in them.

Asked of unknown columns and of the fields a site defines itself; the telephones of offices that the contract
knows (监督电话, 值班电话) are fields of their own and are not asked about.
"""

from __future__ import annotations

import re
import unicodedata

# A count, a sum or an office's telephone tells nothing about one person.
_IMPERSONAL = (
    r"(?:人数|户数|次数|人次|数量|总数|合计|比例|占比|费|费用|支出|收入)$"
    r"|(?:监督|值班|办公|服务|举报|咨询|投诉|热线|公开|应急|报警|单位|便民|受理|救援|维修)(?:部门)?(?:联系)?电话(?:号码)?$"
    r"|微信群|公众号"
)

# Chinese names by what they contain.
_CHINESE = {
    "身份证号": r"身份证|身份号码|公民号码|证件号|证照号|护照|户口[本簿]号|社会?保障?[卡号]|医保[卡号]",
    "残疾等级": r"残疾|伤残|致残|残障",
    "银行卡号": r"卡号|[账帐]号|[账帐]户号|银行[账帐]户|银行卡|存折|一卡通|^[账帐]户$",
    "病因": r"病因|病种|疾病|病情|病史|病名|病残|患病|得病|诊断|健康状[况态]|精神状[况态]|[大慢重]病[名种类]",
    "致贫原因": r"(?:致贫|返贫|致困|贫困|困难|低保|救助)(?:主要)?原因",
    "手机号码": r"手机|移动电话|电话|联系方式|联系号码|微信|(?i:qq)|邮箱",
    "家庭住址": r"住址|门牌|居住地点|户籍地|(?:家庭|居住|户口|现住?|通[讯信]|详细|联系|收货)(?:所在)?地址?$",
    "出生日期": r"出生|生日|生辰",
    "宗教信仰": r"宗教|信教",
    "生物特征": r"指纹|人脸|面部特征|虹膜",
}

# Names in Latin letters by their words; also pinyin and its abbreviations, as databases export them.
_LATIN = {
    "身份证号": "id card|identity card|identity number|identity no|id number|id no|national id|passport|"
    "passport no|certificate no|certificate number|sfz|sfzh|sfzhm|shenfenzheng|shenfenzhenghao|zjhm|zjh",
    "银行卡号": "bank account|bank card|account number|account no|card number|card no|iban|"
    "yhk|yhkh|yhzh|khzh|yinhangka|yinhangzhanghao|zhanghao",
    "手机号码": "mobile|cell|cellphone|phone|telephone|tel|wechat|weixin|qq|email|e mail|"
    "sj|sjh|sjhm|lxdh|lxfs|dh|dianhua|shouji|shoujihao",
    "家庭住址": "home address|address home|house address|residential address|residence|door number|"
    "street address|jtzz|jtdz|zhuzhi|hjdz|xzz",
    "病因": "disease|illness|diagnosis|sickness|health|health status|medical history|bingyin",
    "残疾等级": "disability|disability level|disability grade|disabled|handicap|cjdj|cjzh|canji",
    "出生日期": "birthday|birth|birth date|date of birth|dob|csrq|csny|shengri",
    "致贫原因": "poverty reason|poverty cause|reason of poverty|zpyy",
    "宗教信仰": "religion",
    "生物特征": "fingerprint|biometric|biometrics",
}
_LATIN_MEANING = {
    words.replace(" ", ""): meaning for meaning, names in _LATIN.items() for words in names.split("|")
}
_MOST_WORDS = 3
_IMPERSONAL_LATIN = {"office", "duty", "service", "hotline", "supervision", "public", "company", "count"}


def forbidden_column(name: str) -> str | None:
    """What the column `name` would publish (身份证号, 银行卡号, 家庭住址, 病因 …), or None if it may stand.

    Spaces, brackets, full width and case of `name` don't matter.
    """
    folded = unicodedata.normalize("NFKC", name)
    chinese = "".join(character for character in folded if character.isalnum())
    if re.search(_IMPERSONAL, chinese):
        return None
    for meaning, pattern in _CHINESE.items():
        if re.search(pattern, chinese):
            return meaning
    return _latin_meaning(folded)


def _latin_meaning(name: str) -> str | None:
    """The meaning of any run of whole words in `name`: owner_id_card, HeadMobile, but not automobile."""
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]
    if _IMPERSONAL_LATIN.intersection(words):
        return None
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + _MOST_WORDS) + 1):
            if meaning := _LATIN_MEANING.get("".join(words[first:last])):
                return meaning
    return None
