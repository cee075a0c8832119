"""The register `bees/`: hives lent to households, and when they come back."""

from sitegen.fields import Day, Field, Household, Id, Integer
from sitegen.registers.plain import Deadline, PlainRegister
from sitegen.tables import Table

BEES = Table(
    "bees",
    "蜂箱",
    (
        Field("id", type=Id(), required=True),
        Field("household", type=Household()),
        Field("hives", "箱数", Integer(unit="箱"), required=True),
        Field("due", "归还时限", Day()),
        Field("returned_on", "归还日期", Day()),
    ),
    sums=("hives",),
)

REGISTER = PlainRegister(
    "bees", "蜂箱", BEES, noun="借出", states=Deadline("due", "returned_on", ("已归还", "在用", "超期未还"))
)
