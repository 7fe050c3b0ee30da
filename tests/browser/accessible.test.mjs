// axe-core finds nothing on the pages of the main job, light and dark, narrow and wide.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { HOST, LIVE, MODERATOR, RESPONDENT } from './lib/acts.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const PUBLIC = {
  home: '/', session: `/phien/${LIVE}`, question: '/cau-hoi/2-1', stub: '/cau-hoi/2-15', archive: '/kho',
  found: '/kho?q=ho+so', nothing: '/kho?q=zzzz', track: '/tra-cuu', projector: `/man-chieu/${LIVE}`, 'sign-in': '/dang-nhap', lost: '/khong-co-trang-nay',
};
const DESKS = [
  [MODERATOR, { queue: `/ban-dieu-hanh/${LIVE}`, behalf: '/ban-dieu-hanh/tiep-nhan/nhap-ho', account: '/tai-khoan' }],
  [HOST, { stage: `/dieu-phoi/${LIVE}` }],
  [RESPONDENT, { desk: '/ban-tra-loi' }],
  ['p09', { answer: '/ban-tra-loi/2-1' }],
  ['p16', { administration: '/quan-tri', sessions: '/quan-tri/phien', editor: `/quan-tri/phien/${LIVE}` }],
];

const { visitor, staff } = setStage();

async function violations(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

async function assertAccessible(page, pages) {
  for (const [name, path] of Object.entries(pages)) {
    for (const [width, colorScheme] of [[360, 'light'], [360, 'dark'], [1280, 'light'], [1280, 'dark']]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      assert.deepEqual(await violations(page), [], `${name}, ${width} px, ${colorScheme}`);
    }
    await shoot(page, name);
  }
}

test('public pages', async () => assertAccessible(await visitor(), PUBLIC));

for (const [username, pages] of DESKS) {
  test(`pages of ${username}`, async () => {
    await assertAccessible(await staff(username), pages);
  });
}
