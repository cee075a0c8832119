"""Words of health are noticed; institutions and programmes that bear them are not."""

import pytest

from sitegen.guard.health import health_word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("因患肺癌致贫", "肺癌"),
        ("癌", "癌"),
        ("王建国，二级残疾", "残疾"),
        ("长期透析，尿毒症", "透析"),
        ("精神病患者", "精神病"),
        ("残疾人联合会慰问残疾户", "残疾"),
        ("住院补助", "住院"),
    ],
)
def test_a_word_of_health_is_noticed(text, word):
    assert health_word(text) == word


@pytest.mark.parametrize(
    "text", ["", "残疾人联合会", "精神文明建设", "两癌筛查", "大病保险缴费", "肿瘤医院", "防癌宣传", "手艺"]
)
def test_programmes_and_institutions_are_not(text):
    assert health_word(text) is None
