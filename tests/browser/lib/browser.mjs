// Real Chromium, a person per context, and pictures for those who want to look.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const PATIENCE_MS = 8_000;

/** A browser of its own: two of them share nothing but the server. */
export function launch() {
  const executablePath = PROGRAMS.find(existsSync);
  if (!executablePath) throw new Error(`no Chromium: looked for ${PROGRAMS.join(', ')}`);
  const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}

/**
 * Somebody with a browser window. `page.complaints` collects what no page may cause: dialogs, uncaught errors,
 * and whatever the content security policy had to stop.
 */
export async function person(browser, url, options = {}) {
  const context = await browser.newContext({ baseURL: url, locale: 'vi-VN', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  page.complaints = [];
  page.on('dialog', async (dialog) => {
    page.complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('pageerror', (error) => page.complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (/content security policy|trusted ?type/i.test(text)) page.complaints.push(`policy: ${text}`);
  });
  return page;
}

/** Pictures of a page, narrow and wide, light and dark, into the folder SHOTS; nothing without it. */
export async function shoot(page, name) {
  const folder = process.env.SHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 800 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: null });
}
