// What a first visit costs over the compressed wire stays within the budget: a page that outgrows it fails here.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE } from './lib/acts.mjs';
import { setStage } from './lib/stage.mjs';

const KB = 1024;
const SMALL = { html: 14 * KB, total: 45 * KB, requests: 5 };
/** The stream's socket comes on top. */
const LIVE_PAGE = { html: 20 * KB, total: 60 * KB, requests: 6 };
const STAFF = { html: 60 * KB, total: 150 * KB, requests: 10 };
const PAGES = {
  '/': SMALL,
  '/tra-cuu': SMALL,
  '/kho': SMALL,
  '/kho?q=ho+so': SMALL,
  '/cau-hoi/2-1': SMALL,
  '/cau-hoi/1-1': SMALL,
  [`/phien/${LIVE}`]: LIVE_PAGE,
};
const STAFF_PAGES = { p04: `/ban-dieu-hanh/${LIVE}`, p02: `/dieu-phoi/${LIVE}`, p10: '/ban-tra-loi' };
/** gzip is what the oldest browsers ask for; both must do. */
const ENCODINGS = ['gzip', 'br'];

const { visitor, staff } = setStage();

/** Bytes as they came over the wire, head included, and how many answers they were. */
async function cost(page, path, encoding) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.setExtraHTTPHeaders', { headers: { 'accept-encoding': encoding } });
  const kinds = new Map();
  const sizes = new Map();
  // The browser's own pictures, such as the calendar in a date field, are data: addresses and cross no wire.
  session.on('Network.requestWillBeSent', ({ requestId, type, request }) => {
    kinds.set(requestId, request.url.startsWith('data:') ? 'Own' : type);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForTimeout(300);
  await session.detach();
  const all = [...sizes].filter(([id]) => !['WebSocket', 'Own'].includes(kinds.get(id)));
  const total = all.reduce((sum, [, size]) => sum + size, 0);
  const html = all.filter(([id]) => kinds.get(id) === 'Document').reduce((sum, [, size]) => sum + size, 0);
  return { html, total, requests: all.length };
}

function assertWithin(spent, budget, what) {
  for (const [name, most] of Object.entries(budget)) {
    assert.ok(spent[name] > 0, `${what}: nothing was counted as ${name}`);
    assert.ok(spent[name] <= most, `${what}: ${name} ${spent[name]} of ${most}`);
  }
}

for (const encoding of ENCODINGS) {
  test(`public pages stay within their budget with ${encoding}`, async (t) => {
    for (const [path, budget] of Object.entries(PAGES)) {
      const page = await visitor();
      const spent = await cost(page, path, encoding);
      t.diagnostic(`${path} ${JSON.stringify(spent)}`);
      assertWithin(spent, budget, `${path} by ${encoding}`);
      await page.context().close();
    }
  });
}

test('staff pages stay within their budget', async (t) => {
  for (const [username, path] of Object.entries(STAFF_PAGES)) {
    const page = await staff(username);
    const spent = await cost(page, path, 'gzip');
    t.diagnostic(`${path} ${JSON.stringify(spent)}`);
    assertWithin(spent, STAFF, `${path} of ${username}`);
  }
});

test('a page that outgrew its budget is caught', async () => {
  const spent = await cost(await visitor(), '/', 'identity');
  assert.throws(() => assertWithin(spent, { ...SMALL, total: 1 }, 'a budget of one byte'), /total/);
});
