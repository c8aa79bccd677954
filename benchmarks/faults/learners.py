"""Learners who answer, and press again when the page says that the portal does not answer (portal/static)."""

import asyncio
from random import Random
from time import monotonic

import httpx2

from benchmarks.answer import Form
from benchmarks.faults.house import House, Pupil

THINKING, AGAIN = (0.3, 1.5), (0.5, 1.0)
"""Seconds before an answer, and before the button is pressed once more."""
TWICE = 0.1
"""Share of forms that are sent twice at once, as by a double click."""
PATIENCE = 90.0
"""Seconds after which a browser gives up waiting for a page."""


async def learn(house: House, pupil: Pupil, chance: Random, over: asyncio.Event) -> None:
    """Answer one question after the other until it is over."""
    # gunicorn closes a connection after two idle seconds; a person who thinks for longer must not reuse it.
    limits = httpx2.Limits(keepalive_expiry=1)
    async with httpx2.AsyncClient(
        base_url=house.address, trust_env=False, timeout=PATIENCE, limits=limits, cookies=pupil.cookies
    ) as client:
        for form in pupil.forms:
            await asyncio.sleep(chance.uniform(*THINKING))
            if over.is_set():
                return
            if chance.random() < TWICE:
                await asyncio.gather(*(_press(house, client, pupil.token, form) for _ in range(2)))
            await _press_until_taken(house, client, pupil.token, form, chance, over)


async def _press_until_taken(
    house: House, client: httpx2.AsyncClient, token: str, form: Form, chance: Random, over: asyncio.Event
) -> None:
    while not await _press(house, client, token, form) and not over.is_set():
        await asyncio.sleep(chance.uniform(*AGAIN))


async def _press(house: House, client: httpx2.AsyncClient, token: str, form: Form) -> bool:
    """Send an answer; return whether there is no use in sending it again."""
    sent = {"csrf_token": token, "presentation": str(form.presentation), "option": form.option, "answering": "1"}
    try:
        reply = await client.post(f"/play/{form.play}/answer", data=sent, headers={"HX-Request": "true"})
    except httpx2.HTTPError:
        house.tried.append((monotonic(), False))
        return False
    taken = reply.status_code == 200 and 'id="verdict"' in reply.text
    house.tried.append((monotonic(), taken))
    if taken:
        house.given[form.presentation] = monotonic(), form.option
    elif reply.status_code < 500:
        house.refused.append((monotonic(), f"{reply.status_code} {reply.headers.get('HX-Location', '')}"))
    return taken or reply.status_code < 500
