// Whoever reads is left in peace: nothing moves under the eyes, a text that is being typed is untouched, a cut loses
// nothing, and the longest words stay within a narrow page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE, MODERATOR, RESPONDENT, card } from './lib/acts.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const HALF = 'Tôi đang viết dở câu này thì';
const WORD = 'Nghiễng';

const { reader, staff } = setStage();

async function call(page, path, data, method = 'post') {
  const reply = await page.request[method](`/api/v1/${path}`, { data });
  assert.ok(reply.ok(), `${path}: ${reply.status()} ${await reply.text()}`);
  return reply.json();
}

/** Enters questions for people at the counter, and approves all of them at once. */
async function approveAtOnce(moderator, texts) {
  const enter = (text) => call(moderator, `desk/${LIVE}/questions`, { text, channel: 'counter' });
  const ids = (await Promise.all(texts.map(enter))).map(({ id }) => id);
  const began = performance.now();
  await Promise.all(ids.map((id) => call(moderator, `desk/questions/${id}/approve`, { lead_unit: 'u-stc' })));
  return { ids, ms: performance.now() - began };
}

const numbered = (count, what) => Array.from({ length: count }, (_, n) => `${what}, lần thứ ${n + 1}?`);

/** Opens the form by the button that stays in sight on a narrow page, and writes half a question. */
async function beginToAsk(page) {
  await page.locator('[data-opens]').click();
  const form = page.locator('form[data-do="ask"]');
  await form.locator('[name="text"]').fill(HALF);
  return form;
}

/** Scrolls until a card in the middle stands in the window, and gives how to ask where it stands. */
async function settle(page) {
  const cards = page.locator('[data-list] [data-question]');
  const middle = cards.nth(Math.floor(await cards.count() / 2));
  const id = await middle.getAttribute('data-question');
  await middle.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await page.waitForTimeout(200);
  assert.ok(await page.evaluate(() => scrollY) > 100, 'the reader has left the top');
  const top = () => page.locator(`#q-${id}`).evaluate((element) => element.getBoundingClientRect().top);
  return top;
}

test('twelve questions approved at once move nothing under the eyes of who reads', async (t) => {
  const [page, moderator] = [await reader(), await staff(MODERATOR)];
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`/phien/${LIVE}`);
  const form = await beginToAsk(page);
  const top = await settle(page);
  const before = await top();
  const { ids, ms } = await approveAtOnce(moderator, numbered(12, 'Bao giờ có đường mới'));
  t.diagnostic(`approved in ${Math.round(ms)} ms`);
  const news = page.locator('[data-news] button');
  await news.filter({ hasText: 'Có 12 mục mới' }).waitFor();
  assert.ok(Math.abs(await top() - before) <= 1, `the line moved by ${await top() - before} px`);
  assert.equal(await form.locator('[name="text"]').inputValue(), HALF);
  for (const id of ids) assert.equal(await card(page, id).count(), 0, `${id} waits to be asked for`);
  await shoot(page, 'news');
  await news.click();
  for (const id of ids) await card(page, id).first().waitFor();
  assert.ok(await news.isHidden());
  assert.deepEqual(page.complaints, []);
});

test('a cut loses nothing, repeats nothing, and moves nothing', async () => {
  const [page, moderator] = [await reader(), await staff(MODERATOR)];
  const streams = [];
  let isCut = false;
  await page.routeWebSocket(/\/live\//, (stream) => {
    if (isCut) return void stream.close();
    stream.connectToServer();
    streams.push(stream);
  });
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`/phien/${LIVE}`);
  const form = await beginToAsk(page);
  const top = await settle(page);
  const before = await top();
  isCut = true;
  for (const stream of streams) await stream.close();
  const { ids } = await approveAtOnce(moderator, numbered(5, 'Bao giờ có nước sạch'));
  await page.waitForTimeout(3_000);
  assert.ok(await page.locator('[data-news] button').isHidden(), 'nothing is known during the cut');
  isCut = false;
  await page.locator('[data-news] button').filter({ hasText: 'Có 5 mục mới' }).waitFor({ timeout: 40_000 });
  assert.ok(Math.abs(await top() - before) <= 1, `the line moved by ${await top() - before} px`);
  assert.equal(await form.locator('[name="text"]').inputValue(), HALF);
  await page.locator('[data-news] button').click();
  for (const id of ids) {
    await card(page, id).first().waitFor();
    assert.equal(await card(page, id).count(), 1, `${id} stands once`);
  }
});

test('the longest title, question and answer wrap on the narrowest page', async () => {
  const [page, moderator, respondent] = [await reader(), await staff(MODERATOR), await staff(RESPONDENT)];
  const title = WORD.repeat(40).slice(0, 250);
  const text = `${'Ữ'.repeat(500)} ${`${WORD} `.repeat(187)}`.trim().slice(0, 2_000).trim();
  const { id } = await call(moderator, `desk/${LIVE}/questions`, { text, channel: 'counter' });
  await call(moderator, `desk/questions/${id}/approve`, { title, lead_unit: 'u-stc' });
  const answer = `${'Ậ'.repeat(500)}\n\n${`${WORD} `.repeat(1_150)}`.slice(0, 10_000).trim();
  await call(respondent, `desk/questions/${id}/answer`, { text: answer, mode: 'written', revision: 0 }, 'put');
  await call(respondent, `desk/questions/${id}/answer/publish`, {});
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of [`/cau-hoi/${id}`, `/phien/${LIVE}`, '/', `/kho?q=${WORD}`]) {
    await page.goto(path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `${path} is ${wide} px wide`);
  }
  await page.goto(`/cau-hoi/${id}`);
  await shoot(page, 'longest');
});
