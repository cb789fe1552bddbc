"""How long a browser stays signed in, and the six digits of a second factor."""

from datetime import datetime, timedelta
from hmac import compare_digest

import pyotp

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)
"""How often it is written down that a browser is in use."""

HALFWAY = timedelta(minutes=5)
"""How long after the password the code may come."""

STEP = 30
ISSUER = "Training register"


def is_over(seen_at: datetime, until: datetime, now: datetime) -> bool:
    """Has a signed-in browser been idle too long, or signed in since too long?"""
    return until <= now or seen_at + IDLE <= now


def step_of(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """The 30-second step that this code belongs to: now, the one before or after, and never used."""
    digits = "".join(code.split())
    if not (secret and len(digits) == 6 and digits.isascii() and digits.isdecimal()):
        return None
    here = int(now.timestamp()) // STEP
    clock = pyotp.TOTP(secret, interval=STEP)
    matching = [
        s for s in (here - 1, here, here + 1) if compare_digest(clock.generate_otp(s), digits)
    ]
    fresh = [step for step in matching if last_step is None or step > last_step]
    return min(fresh, default=None)


def enrolment_address(secret: str, email: str) -> str:
    """What the QR tells the app: whose code it is and of which register."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
