// A phone without a network for a minute and a half: nothing is lost, nothing is there twice, and whoever was writing
// finds the text, the caret and the page where they were.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE, MODERATOR, card } from './lib/acts.mjs';
import { setStage } from './lib/stage.mjs';

const CUT_MS = 90_000;
const BACK_MS = 5_000;
const HALF = 'Tôi đang viết dở câu này thì mất mạng';
const { reader, staff } = setStage();

async function approveNew(moderator, text) {
  const { id } = await (await moderator.request.post(`/api/v1/desk/${LIVE}/questions`, { data: { text, channel: 'counter' } })).json();
  const reply = await moderator.request.post(`/api/v1/desk/questions/${id}/approve`, { data: { lead_unit: 'u-stc' } });
  assert.ok(reply.ok(), await reply.text());
  return id;
}

test('ninety seconds without a network', async () => {
  const [page, moderator] = [await reader(), await staff(MODERATOR)];
  const streams = new Set();
  let isCut = false;
  await page.routeWebSocket(/\/live\//, (stream) => {
    if (isCut) return void stream.close();
    stream.connectToServer();
    streams.add(stream);
  });
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`/phien/${LIVE}`);
  await page.locator('[data-opens]').click();
  const text = page.locator('form[data-do="ask"] [name="text"]');
  await text.fill(HALF);
  await text.evaluate((element) => element.setSelectionRange(8, 8));
  await page.waitForTimeout(700);
  const state = () => page.evaluate(() => {
    const field = document.activeElement;
    return { name: field.name, text: field.value, caret: field.selectionStart, top: Math.round(field.getBoundingClientRect().top) };
  });
  const before = await state();
  assert.deepEqual([before.name, before.text, before.caret], ['text', HALF, 8]);
  assert.ok(await page.evaluate(() => scrollY) > 100, 'the writer has left the top');

  isCut = true;
  await page.context().setOffline(true);
  for (const stream of streams) await stream.close();
  const ids = [];
  for (let n = 1; n <= 5; n += 1) {
    await page.waitForTimeout(CUT_MS / 5);
    ids.push(await approveNew(moderator, `Câu thứ ${n} được duyệt trong lúc mất mạng là câu nào?`));
  }
  const news = page.locator('[data-news] button');
  assert.ok(await news.isHidden(), 'nothing is known during the cut');
  assert.match(await page.locator('[data-offline]').innerText(), /^Mất kết nối/);

  isCut = false;
  await page.context().setOffline(false);
  await news.filter({ hasText: 'Có 5 mục mới' }).waitFor({ timeout: BACK_MS });
  assert.equal(await page.locator('[data-offline]').innerText(), '');
  assert.deepEqual(await state(), before, 'text, caret and page are where they were');
  await news.click();
  for (const id of ids) {
    await card(page, id).waitFor();
    assert.equal(await page.locator(`[data-question="${id}"]`).count(), 1, `${id} stands once`);
  }
  assert.equal(await text.inputValue(), HALF);
  assert.deepEqual(page.complaints, []);
});
