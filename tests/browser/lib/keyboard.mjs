// Somebody who has a keyboard and nothing else.

import assert from 'node:assert/strict';

/** More keys than this and nobody would go on. */
const PATIENCE = 200;

/** Presses Tab until what has the focus matches the selector; every stop on the way must show that it has the focus. */
export async function tabTo(page, selector) {
  for (let pressed = 0; pressed < PATIENCE; pressed += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
    assert.ok(await isSeen(page), `the focus cannot be seen: ${await page.evaluate(() => document.activeElement.outerHTML)}`);
  }
  assert.fail(`no key leads to ${selector}`);
}

function isSeen(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (at === document.body) return true;
    const style = getComputedStyle(at);
    const { bottom, right } = at.getBoundingClientRect();
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && bottom > 0 && right > 0;
  });
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
