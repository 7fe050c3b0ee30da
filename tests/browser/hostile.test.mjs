// Markup and script that somebody types are shown as text and never run: on every page, for every reader.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  HOST, LIVE, MODERATOR, RESPONDENT, answer, approve, ask, putOnStage, see, track,
} from './lib/acts.mjs';
import { setStage } from './lib/stage.mjs';

const HOSTILE = '<script>window.pwned=1</script><img src=x onerror=window.pwned=1>';
const TEXT = `Thay <tên xã> "trong" 'giấy' & mẫu? ${HOSTILE}`;
const TITLE = `</title><svg onload=window.pwned=1>${HOSTILE}`;
const ANSWER = `Xem [ở đây](javascript:window.pwned=1) và <b onclick=window.pwned=1>đây</b>.\n\n${HOSTILE}`;

const { visitor, reader, staff } = setStage();

/** Nothing of it became an element, nothing ran, and nothing had to be stopped by the policy. */
async function assertHarmless(page, where) {
  const found = await page.evaluate(() => ({
    ran: window.pwned,
    elements: [...document.querySelectorAll('img[src="x"], svg[onload], [onclick], [onerror], a[href^="javascript:" i]')]
      .concat([...document.scripts].filter((script) => script.text.includes('pwned')))
      .map((element) => element.outerHTML),
  }));
  assert.equal(found.ran, undefined, `${where}: it ran`);
  assert.deepEqual(found.elements, [], `${where}: it became markup`);
  assert.deepEqual(page.complaints, [], where);
}

async function assertShown(page, where) {
  await page.getByText(TEXT, { exact: false }).first().waitFor();
  await assertHarmless(page, where);
}

test('hostile text is text', async () => {
  const viewer = await reader();
  await viewer.goto(`/phien/${LIVE}`);

  const citizen = await visitor();
  const { id, code } = await ask(citizen, TEXT, { displayName: HOSTILE });
  await assertHarmless(citizen, 'receipt');
  await track(citizen, code);
  await assertShown(citizen, 'track');

  const moderator = await staff(MODERATOR);
  await moderator.goto(`/ban-dieu-hanh/${LIVE}`);
  await assertHarmless(moderator, 'queue');
  await approve(moderator, id, undefined, TITLE);
  await assertHarmless(moderator, 'queue after approval');
  await see(viewer, id, '</title>');
  await assertHarmless(viewer, 'live card');

  const host = await staff(HOST);
  await host.goto(`/dieu-phoi/${LIVE}`);
  await assertHarmless(host, 'stage');
  await putOnStage(host, id);
  await assertHarmless(host, 'stage with the question on it');

  const respondent = await staff(RESPONDENT);
  await respondent.goto(`/ban-tra-loi/${id}`);
  await assertShown(respondent, 'desk');
  await answer(respondent, id, ANSWER);
  await assertHarmless(respondent, 'desk after the answer');
  await respondent.goto(`/ban-tra-loi/${id}`);
  await assertShown(respondent, 'desk with the answer');
  await see(viewer, id, 'Đã trả lời');
  await assertHarmless(viewer, 'live card with the answer');

  const stranger = await visitor();
  const search = `/kho?q=${encodeURIComponent('tên xã trong giấy')}`;
  for (const where of [`/cau-hoi/${id}`, `/phien/${LIVE}`, search, '/']) {
    await stranger.goto(where);
    await assertHarmless(stranger, where);
  }
  await stranger.goto(`/cau-hoi/${id}`);
  await assertShown(stranger, 'question');
});

test('hostile words that a page repeats are text', async () => {
  const stranger = await visitor();
  await stranger.goto(`/kho?q=${encodeURIComponent(`">${HOSTILE}`)}`);
  await assertHarmless(stranger, 'archive');
  await track(stranger, `">${HOSTILE}`);
  await assertHarmless(stranger, 'track');
  for (const path of [`/phien/${encodeURIComponent(HOSTILE)}`, `/cau-hoi/${encodeURIComponent(HOSTILE)}`]) {
    await stranger.goto(path);
    await assertHarmless(stranger, path);
  }
});

/** The negative control: the watch would see it. */
test('a page that does run it is caught', async () => {
  const page = await visitor();
  await page.setContent(`<p>${HOSTILE}</p>`);
  await page.waitForFunction(() => window.pwned === 1);
  await assert.rejects(assertHarmless(page, 'a careless page'));
});
