// axe-core, asked about a page as it stands, in both themes, narrow and wide.

import assert from 'node:assert/strict';
import axe from 'axe-core';
import { shoot } from './browser.mjs';

const LOOKS = [[360, 'light'], [360, 'dark'], [1280, 'light'], [1280, 'dark']];

async function violations(page) {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() => window.axe.run());
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

/** The page, as it stands, gives axe nothing to say; `name` is what its pictures are called. */
export async function assertAccessible(page, name) {
  for (const [width, colorScheme] of LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    assert.deepEqual(await violations(page), [], `${name}, ${width} px, ${colorScheme}`);
  }
  await shoot(page, name);
}
