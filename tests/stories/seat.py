"""Somebody before the page: what they type, press and read, by the words on the screen."""

import io
import os
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import expect

from tests.browsing import answered

#: What axe-core calls a fault that keeps somebody from using the page.
SERIOUS = frozenset({"serious", "critical"})
EVERYTHING = {"resultTypes": ["violations"]}
#: The other theme differs in its colours alone.
COLOURS = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}


LOOKS = ("desk-light", "desk-dark", "phone-light", "phone-dark")
#: So many colours are enough for a screen without photographs.
COLOURS_KEPT = 256


def small(shot, path):
    """Keep a picture with as few colours as its eye needs."""
    with Image.open(io.BytesIO(shot)) as picture:
        few = picture.convert("RGB").quantize(COLOURS_KEPT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


class Seat:
    """One person's browser."""

    def __init__(self, page, user, address, size):
        self.page, self.user, self.address, self.size = page, user, address, size

    @property
    def form(self):
        """Give the form on top."""
        return self.page.get_by_role("dialog")

    async def sit_down(self, path=""):
        await self.page.goto(f"{self.address}/{path or f'?user={self.user}'}")
        if not path:
            await expect(self.page.locator("#bot")).to_contain_text("connected")

    async def hide_the_scenario(self):
        """Put away the line that says what the sandbox was begun with."""
        away = self.page.get_by_role("button", name="Hide the scenario's line")
        if await away.is_visible():
            await away.click()

    async def say(self, text="/preclear"):
        """Type into the command line and send it."""
        line = self.page.get_by_role("combobox", name="Command to Preclear")
        await line.fill(text)
        await line.press("Enter")

    async def shortcut(self, name):
        """Choose a shortcut of the app."""
        await self.page.get_by_role("button", name="Shortcuts", exact=True).click()
        await self.page.get_by_role("menuitem", name=name, exact=True).click()

    async def titled(self, title):
        """Wait for a form of this title."""
        await expect(self.form).to_be_visible()
        await expect(self.form.locator("#modal-title")).to_have_text(title)

    async def reads(self, *texts):
        """See these words in the form on top."""
        for text in texts:
            await expect(self.form).to_contain_text(text)

    def field(self, label):
        """Give the first field of the form whose label begins so."""
        return self.form.get_by_label(label).first

    async def fill(self, label, text):
        await self.field(label).fill(text)

    async def tick(self, *labels):
        for label in labels:
            await self.field(label).check()
            await answered(self.form)

    async def pick(self, label, name):
        """Choose a person by name."""
        await self.form.get_by_role("group", name=label).get_by_label(name).check()
        await answered(self.form)

    async def press(self, name):
        """Press a button of the form on top."""
        await self.form.get_by_role("button", name=name, exact=True).click()

    async def close(self):
        """Close the form on top."""
        await self.form.get_by_role("button", name="Close", exact=True).first.click()
        await expect(self.form).to_have_count(0)

    async def letters(self, count):
        """Wait until so many messages stand in the conversation."""
        await expect(self.page.locator("#feed > li.message")).to_have_count(count)

    async def open_last(self, name="Open"):
        """Press a button of the newest message."""
        await self.page.locator("#feed").get_by_role("button", name=name, exact=True).last.click()
        await expect(self.form).to_be_visible()

    async def newest(self):
        """Read the newest message."""
        return await self.page.locator("#feed > li.message .section").last.inner_text()

    async def text(self):
        """Read the whole form on top."""
        return await self.form.inner_text()

    async def sees(self, place, text):
        await expect(place).to_contain_text(text)

    async def at(self, moment):
        """Move the clock to a moment in New York."""
        done = await self.page.request.post(
            f"{self.address}/page/clock", data={"to": moment}, headers={"Origin": self.address}
        )
        assert done.ok, await done.text()

    async def download(self):
        """Take the file that the conversation holds."""
        async with self.page.expect_download() as coming:
            await self.page.locator("#feed a[download], #feed .file a").last.click()
        return await (await coming.value).path()

    async def picture(self, name, *looks):
        """Write what the screen shows where pictures are wanted, in these looks or in every one."""
        folder = os.environ.get("PRECLEAR_PICTURES")
        wanted = LOOKS if os.environ.get("PRECLEAR_EVERY_LOOK") else looks
        for look in wanted if folder else ():
            size, theme = look.split("-")
            if size == self.size:
                await self.page.emulate_media(color_scheme=theme)
                shot = await self.page.screenshot(animations="disabled", caret="hide")
                small(shot, Path(folder) / f"{name}-{look}.png")
        await self.page.emulate_media(color_scheme="light")

    async def home(self):
        """Go to App Home."""
        await self.page.get_by_role("tab", name="Home").click()
        return self.page.locator("#panel-home")

    async def messages(self):
        await self.page.get_by_role("tab", name="Messages").click()

    async def faultless(self):
        """See no serious fault by axe-core, in light and in dark, and nothing that sticks out.

        The dark colours are those of any size.
        """
        serious = await self._serious(EVERYTHING)
        if self.size == "desk":
            await self.page.emulate_media(color_scheme="dark")
            serious += await self._serious(COLOURS)
            await self.page.emulate_media(color_scheme="light")
        assert not serious, serious
        wide = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0

    async def _serious(self, options):
        found = (await Axe().run(self.page, options=options)).response["violations"]
        return [
            (one["id"], [(node["target"], node["failureSummary"]) for node in one["nodes"]])
            for one in found
            if one["impact"] in SERIOUS
        ]
