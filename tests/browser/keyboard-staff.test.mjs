// The whole work of the desks without a mouse: Tab, Enter, blanks, arrows and letters, and nothing else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOST, LIVE, MODERATOR, RESPONDENT, enter } from './lib/acts.mjs';
import { tabTo } from './lib/keyboard.mjs';
import { setStage } from './lib/stage.mjs';

const { staff } = setStage();

async function read(page, id) {
  return (await (await page.request.get(`/api/v1/questions/${id}`)).json()).question;
}

/** Presses what has the focus, and waits for the page that comes. */
async function go(page, key = 'Enter') {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
}

test('a moderator approves one and declines the next', async () => {
  const page = await staff(MODERATOR);
  const [good, bad] = [await enter(page, 'Bao giờ phường có điểm đọc sách?'), await enter(page, 'Câu này phải viết lại cho rõ.')];
  await page.goto(`/ban-dieu-hanh/${LIVE}`);
  await tabTo(page, `#cau-${good} summary`);
  if (!await page.locator(`#cau-${good} form[data-do="approve"]`).isVisible()) await page.keyboard.press('Space');
  await tabTo(page, `form[data-do="approve"][action*="${good}/"] button`);
  await go(page);
  assert.equal((await read(page, good)).moderation, 'approved');
  assert.equal(await page.evaluate(() => document.activeElement.closest('.desk__item')?.id), `cau-${bad}`);

  await page.keyboard.press('r');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, `form[data-do="reject"][action*="${bad}/"] [name="note"]`);
  await page.keyboard.type('Xin ghi rõ tên phường.');
  await tabTo(page, `form[data-do="reject"][action*="${bad}/"] button`);
  await go(page, 'Space');
  assert.equal((await read(page, bad)).moderation, 'rejected');
  assert.deepEqual(page.complaints, []);
});

test('a host moves the stage, an official answers and publishes', async () => {
  const [moderator, host, official] = [await staff(MODERATOR), await staff(HOST), await staff(RESPONDENT)];
  const id = await enter(moderator, 'Thuế khoán của hộ kinh doanh tính thế nào?');
  await moderator.request.post(`/api/v1/desk/questions/${id}/approve`, { data: { lead_unit: 'u-stc' } });

  await host.goto(`/dieu-phoi/${LIVE}`);
  await tabTo(host, `form[data-do="queue"][action*="${id}/"] button`);
  await go(host);
  await tabTo(host, `form[data-do="stage"][action*="${id}/"] button`);
  await go(host);
  assert.equal((await read(host, id)).stage, 'on_stage');

  await official.goto('/ban-tra-loi');
  await tabTo(official, `[data-waits="${id}"] .button`);
  await go(official);
  await tabTo(official, '[data-answers] [name="text"]');
  await official.keyboard.type('Tính theo doanh thu đã kê khai.');
  await official.getByText('Đã tự lưu lúc').waitFor();
  await tabTo(official, '[data-answers] button[value="publish"]');
  await go(official);
  assert.equal((await read(official, id)).handling, 'answered');
  for (const page of [moderator, host, official]) assert.deepEqual(page.complaints, []);
});
