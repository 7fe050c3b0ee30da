// Takes the README's picture: the demonstration's live session, as a reader sees it. Run by hand when the page changes:
// `node picture.mjs`, after `cargo build --workspace`.

import { resolve } from 'node:path';
import { LIVE } from './lib/acts.mjs';
import { launch, person } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';

const PICTURE = resolve(import.meta.dirname, '../../docs/live.png');
const VIEW = { width: 1280, height: 900 };

const server = await startServer();
const browser = await launch();
try {
  const page = await person(browser, server.url, { viewport: VIEW, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(`/phien/${LIVE}`);
  await page.locator('[data-question]').first().waitFor();
  await page.screenshot({ path: PICTURE });
} finally {
  await browser.close();
  await server.stop();
}
