"""Names of persons are masked, organisations stand in full, and where it is doubtful the name is masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.guard.names import NameMasker, is_organisation, mask_name, mask_party

surnames = st.sampled_from("李王张刘陈杨赵吴周徐孙朱胡郭何罗高林马")
given_names = st.text(st.sampled_from("建国明华文军英秀芳伟强丽平春新永红玉志海"), min_size=1, max_size=2)
people = st.builds("{}{}".format, surnames, given_names)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王建国", "王*国"),
        ("王伟", "王*"),
        ("王", "王*"),
        ("欧阳修", "欧阳*"),
        ("欧阳文忠", "欧阳*忠"),
        ("诸葛亮", "诸葛*"),
        ("欧阳", "欧*"),
        ("张王小明", "张*明"),
        ("阿卜杜拉·买买提", "阿*提"),
        ("阿卜杜拉•买买提", "阿*提"),
        ("John Smith", "J*h"),
        ("王  伟", "王*"),
        ("王\u3000建 国", "王*国"),
        ("王\u200b建国", "王*国"),
        ("𠮷田太郎", "𠮷*郎"),
        ("ئابلىز تۇردى", "ئ*ى"),
        ("བཀྲ་ཤིས་བདེ", "བ*ད"),
        ("ᠪᠠᠲᠤ ᠪᠠᠶᠠᠷ", "ᠪ*ᠷ"),
        ("王建国（三组）", "王*国（三组）"),
        ("王伟（大）", "王*（大）"),
        ("王伟（王建国之子）", "王*（王*子）"),
        ("—", "—"),
    ],
)
def test_a_name_keeps_its_first_and_last_character(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    "name", ["王*国", "王*", "王**", "欧阳*", "欧阳*忠", "王某", "王某某", "王×国", "王＊国"]
)
def test_a_masked_name_stays(name):
    assert mask_name(name) == name


@pytest.mark.parametrize("name", ["王建国*", "*王建国", "王建*国", "王建国某"])
def test_a_mark_beside_a_full_name_does_not_save_it(name):
    assert mask_name(name) == "王*国"


@given(people)
def test_masking_twice_changes_nothing(name):
    assert mask_name(mask_name(name)) == mask_name(name)
    assert mask_party(mask_party(name)) == mask_party(name)


@pytest.mark.parametrize(
    "name",
    [
        "重庆市大足区某某农业开发有限公司",
        "石桥村股份经济合作社",
        "王建国家庭农场",
        "大足农商行龙石支行",
        "农商行",
        "信用社",
        "镇财政所",
        "财政所",
        "林业局",
        "县农业农村局",
        "便民服务中心",
        "石桥村村民委员会",
        "村委会",
        "镇政府",
        "石桥村",
        "高峰村",
        "张家村",
        "王庄村",
        "李家庄",
        "石桥镇",
        "龙水镇",
        "三组",
        "第3组",
        "高家坝村四社",
        "石桥三组",
        "水厂",
        "红砖厂",
        "新华书店",
        "中国移动",
        "国家电网",
        "石桥 合作社",
        "重庆（大足）某某公司",
        "ABC Co., Ltd",
        "上级",
    ],
)
def test_organisations_stand_in_full(name):
    assert mask_party(name) == name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("李村", "李*"),
        ("周镇", "周*"),
        ("王局", "王*"),
        ("陈厂", "陈*"),
        ("林所长", "林*长"),
        ("王村长", "王*长"),
        ("王村生", "王*生"),
        ("李新村", "李*村"),
        ("李文镇", "李*镇"),
        ("李一村", "李*村"),
        ("王桃园", "王*园"),
        ("陈天行", "陈*行"),
        ("王春社", "王*社"),
        ("张学会", "张*会"),
        ("王中心", "王*心"),
        ("欧阳建村", "欧阳*村"),
        ("张王新村", "张*村"),
        ("王建国三组", "王*组"),
    ],
)
def test_a_name_that_ends_like_an_organisation_is_masked(name, masked):
    assert not is_organisation(name)
    assert mask_party(name) == masked


def test_what_the_site_calls_an_organisation_is_one():
    organisations = frozenset({"李村", "红旗渠管护组织"})
    assert mask_party("李村", organisations) == "李村"
    assert mask_party("红旗渠管护组织、王建国", organisations) == "红旗渠管护组织、王*国"
    assert mask_party(" 李 村", organisations) == " 李 村"


@pytest.mark.parametrize(
    ("parties", "masked"),
    [
        ("王建国、李秀英", "王*国、李*英"),
        ("王建国，李秀英,张三/赵六；孙七", "王*国，李*英,张*/赵*；孙*"),
        ("王建国（三组）", "王*国（三组）"),
        ("王建国(三组)、李四(四组)", "王*国(三组)、李*(四组)"),
        ("王建国等3户", "王*国等3户"),
        ("王建国、李四等5户（三组）", "王*国、李*等5户（三组）"),
        ("王建国夫妇", "王*国夫妇"),
        ("王建国户", "王*国户"),
        ("李万户", "李*户"),
        ("石桥村王建国", "石桥村王*国"),
        ("石桥村三组王建国", "石桥村三组王*国"),
        ("村民王建国", "村民王*国"),
        ("承包人：王建国", "承包人：王*国"),
        ("个体工商户王建国", "个体工商户王*国"),
        ("石桥村委会（王建国）", "石桥村委会（王*国）"),
        ("王建国（代李秀英）", "王*国（代*英）"),
        ("石桥合作社和王建国", "石桥合作社和王*国"),
        ("王建国与石桥合作社", "王*国与石桥合作社"),
        ("王建国-石桥公司", "王*国-石桥公司"),
        ("李和平", "李*平"),
        ("任和平和李明", "任*平和李*"),
        ("永和镇政府", "永和镇政府"),
        ("王 伟", "王*"),
        ("王建国 李 明", "王*国 李*"),
        ("王*国、李秀英", "王*国、李*英"),
    ],
)
def test_parties_are_masked_name_by_name(parties, masked):
    assert mask_party(parties) == masked


@pytest.mark.parametrize(
    "text",
    [
        "全体村民",
        "三组农户",
        "各户",
        "务工人员",
        "低保户等12户",
        "村民代表",
        "无",
        "—",
        "",
        "0012",
        "H012",
        "12户",
    ],
)
def test_groups_of_people_and_numbers_name_nobody(text):
    assert mask_party(text) == text


@given(people, st.sampled_from("、，,/;； "), people)
def test_no_listed_person_is_left_in_full(one, separator, other):
    masked = mask_party(f"{one}{separator}{other}")
    assert masked.count("*") == 2
    assert one not in masked
    assert other not in masked


@given(st.text(max_size=30))
def test_any_text_can_be_masked(text):
    mask_name(text)
    mask_party(text)
    is_organisation(text)


def test_names_of_households_are_masked_in_free_text():
    masker = NameMasker(["王建国", "欧阳文忠", "王伟", "王建国强", "石桥村合作社", "李*英"])
    text = "经查，王建国与欧阳文忠、王伟、李*英在石桥村合作社开会，王建国强到场。"
    assert masker.search(text)
    assert masker.mask(text) == "经查，王*国与欧阳*忠、王伟、李*英在石桥村合作社开会，王*强到场。"
    assert [text[start:end] for start, end in masker.find(text)] == ["王建国", "欧阳文忠", "王建国强"]


def test_names_that_begin_alike_or_overlap_are_all_found():
    masker = NameMasker(["王建国", "李王建", "王王建"])
    assert masker.mask("王王建国") == "王*建国"
    assert masker.mask("李王建国") == "李*建国"
    assert masker.mask("王建王建国") == "王建王*国"


def test_without_names_nothing_is_masked():
    masker = NameMasker(["王伟"])
    assert not masker.search("王伟")
    assert masker.mask("王伟") == "王伟"


@given(st.lists(people, max_size=20), st.text(st.sampled_from("王李张建国明华文，。"), max_size=80))
def test_no_exact_name_survives_and_everything_else_does(names, text):
    masker = NameMasker(names)
    masked = masker.mask(text)
    assert len(masked) == len(text)
    assert all(kept in (original, "*") for kept, original in zip(masked, text, strict=True))
    assert masker.search(text) == (masked != text) == any(len(n) > 2 and n in text for n in names)
    assert not masker.search(masked)
