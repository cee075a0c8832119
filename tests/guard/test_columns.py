"""Columns that must not be published are known by their name, however it is written."""

import pytest

from sitegen.guard.columns import forbidden_column


@pytest.mark.parametrize(
    ("names", "meaning"),
    [
        (
            "身份证 身份证号 身份证号码 公民身份号码 证件号码 身份证（户主） 户主身份证号 身_份_证 护照号",
            "身份证号",
        ),
        ("id_card idCard ID-CARD owner_id_card id_number 身份证ID sfzh ｉｄ＿ｃａｒｄ", "身份证号"),
        (
            "银行卡号 卡号 账号 帐号 开户账号 银行账户 一卡通账号 bank_account bankAccount card_no yhkh",
            "银行卡号",
        ),
        (
            "手机 手机号 手机号码 联系电话 电话 电话号码 联系方式 【手机】 mobile phone_number Tel lxdh 微信号",
            "手机号码",
        ),
        ("住址 家庭住址 家庭地址 居住地址 户籍地址 现住址 门牌号 address_home homeAddress jtzz", "家庭住址"),
        ("病因 病种 疾病 患病情况 健康状况 disease health_status", "病因"),
        ("残疾等级 残疾证号 残疾类别 致残原因 disability_level", "残疾等级"),
        ("出生日期 出生年月 生日 birthday date_of_birth csrq", "出生日期"),
        ("致贫原因 主要致贫原因 困难原因 poverty_reason", "致贫原因"),
        ("宗教信仰 religion", "宗教信仰"),
    ],
)
def test_a_private_column_is_recognised(names, meaning):
    assert {name: forbidden_column(name) for name in names.split()} == dict.fromkeys(names.split(), meaning)


def test_spaces_within_a_name_hide_nothing():
    assert forbidden_column("身 份 证\u3000号") == "身份证号"
    assert forbidden_column(" Bank  Account ") == "银行卡号"


ORDINARY = (
    "姓名 户主 户号 金额 备注 说明 地址 坐落 四至 地类 凭证号 合同编号 权证号 不动产证号 批准文号 原因 监督电话 值班电话 "
    "办公电话 服务热线电话 电话费 通讯费 残疾人数 患病人数 出生人数 账户余额 微信群 automobile height email_count telegram "
    "name address amount id code note office_phone counterparty candidate cardboard"
)


@pytest.mark.parametrize("name", ORDINARY.split())
def test_an_ordinary_column_may_stand(name):
    assert forbidden_column(name) is None
