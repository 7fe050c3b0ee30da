// A moderator decides by keys alone, and nothing happens while something is typed or when the keys are switched off.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE, MODERATOR, enter } from './lib/acts.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const NOTE = 'Xin viết lại câu này, bỏ tên người khác.';

const { staff } = setStage();

async function moderation(page, id) {
  return (await (await page.request.get(`/api/v1/questions/${id}`)).json()).question.moderation;
}

/** The question whose item holds the focus. */
const focused = (page) => page.evaluate(() => document.activeElement.closest('.desk__item')?.id.replace('cau-', ''));

async function walkTo(page, id) {
  for (let steps = 0; await focused(page) !== id; steps += 1) {
    assert.ok(steps < 50, `no key leads to ${id}`);
    await page.keyboard.press('j');
  }
}

test('approve, take back and decline by keys', async () => {
  const page = await staff(MODERATOR);
  const id = await enter(page, 'Bao giờ phường mở lớp học nghề mới?');
  await page.goto(`/ban-dieu-hanh/${LIVE}`);
  await walkTo(page, id);
  await shoot(page, 'keys');
  await page.keyboard.press('k');
  assert.notEqual(await focused(page), id, 'K goes back');
  await walkTo(page, id);
  await page.keyboard.press('a');
  assert.equal(await focused(page), id);
  await page.keyboard.press('Enter');
  await page.getByText(`Đã duyệt câu ${id}.`).waitFor();
  assert.equal(await moderation(page, id), 'approved');

  await page.keyboard.press('u');
  await page.getByText('Đã hoàn tác.').waitFor();
  assert.equal(await moderation(page, id), 'pending');

  await walkTo(page, id);
  await page.keyboard.press('r');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type(NOTE);
  const typed = page.locator(`#cau-${id} form[data-do="reject"] [name="note"]`);
  assert.equal(await typed.inputValue(), NOTE, 'letters of a text are letters');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), id, 'Esc leaves the field');
  assert.equal(await typed.inputValue(), NOTE);
  await page.keyboard.press('r');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText(`Đã từ chối câu ${id}.`).waitFor();
  assert.equal(await moderation(page, id), 'rejected');
  assert.deepEqual(page.complaints, []);
});

test('keys that are switched off stay so', async () => {
  const page = await staff(MODERATOR);
  await enter(page, 'Bao giờ phường mở lớp bơi cho trẻ em?');
  await page.goto(`/ban-dieu-hanh/${LIVE}`);
  const toggle = page.locator('[data-keys] button');
  await toggle.click();
  await page.reload();
  assert.equal(await toggle.getAttribute('aria-pressed'), 'false');
  await page.keyboard.press('j');
  assert.equal(await focused(page), undefined);
  await toggle.click();
  await page.keyboard.press('j');
  assert.notEqual(await focused(page), undefined);
});
