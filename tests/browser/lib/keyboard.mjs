// Somebody who has a keyboard and nothing else.

import assert from 'node:assert/strict';

/** More keys than this and nobody would go on. */
const PATIENCE = 120;

/** Presses Tab until what has the focus matches the selector; every stop on the way must show that it has the focus. */
export async function tabTo(page, selector, key = 'Tab') {
  for (let pressed = 0; pressed < PATIENCE; pressed += 1) {
    await page.keyboard.press(key);
    const stop = await page.evaluate((wanted) => {
      const at = document.activeElement;
      const style = getComputedStyle(at);
      const { bottom, right } = at.getBoundingClientRect();
      return {
        isIt: at.matches(wanted),
        isBody: at === document.body,
        isShown: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && bottom > 0 && right > 0,
        html: at.outerHTML.slice(0, 120),
      };
    }, selector);
    assert.ok(stop.isBody || stop.isShown, `the focus cannot be seen on ${stop.html}`);
    if (stop.isIt) return;
  }
  assert.fail(`no key leads to ${selector}`);
}

/** Goes to something and presses Enter on it. */
export async function enter(page, selector) {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
}

/** Goes to a field and types. */
export async function type(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.type(text);
}
