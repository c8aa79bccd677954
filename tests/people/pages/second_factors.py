"""People who come in with a second factor, and the codes that they have on their device and on paper."""

from functools import cache

import pyotp

from models.people import second_factor
from models.tables.people import Account
from tests.house import House

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@cache
def drawn() -> dict[str, str]:
    """Ten codes on paper; made once, for they are slow to make."""
    return second_factor.draw_recovery_codes()


def on_paper() -> list[str]:
    return list(drawn())


def code(house: House, secret: str = SECRET) -> str:
    """What her device shows now."""
    return pyotp.TOTP(secret).at(house.clock())


def turn_on(house: House, account: Account) -> Account:
    """She has had it for a while: the code of this moment has not served yet."""
    house.clock.pass_by(minutes=-5)
    with house.store.writing() as db:
        second_factor.turn_on(db, account, house.settings.secret_keys, SECRET, code(house), house.clock())
        second_factor.keep_recovery_codes(db, account, drawn())
    house.clock.pass_by(minutes=5)
    return account
