// Each flow of the public by keyboard alone: Tab, Enter, Space and letters; the focus can be seen at every stop.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE } from './lib/acts.mjs';
import { enter, tabTo, type } from './lib/keyboard.mjs';
import { setStage } from './lib/stage.mjs';

const { visitor } = setStage();

async function leadsTo(page, matches) {
  await page.waitForURL((url) => matches(url.pathname + url.search));
}

test('from the home page into the live session, a vote, and a question', async () => {
  const page = await visitor();
  await page.goto('/');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  await enter(page, '.onair .button');
  await leadsTo(page, (path) => path === `/phien/${LIVE}`);

  await tabTo(page, '[data-question="2-2"] .vote__button');
  const votes = () => page.locator('[data-question="2-2"] [data-votes]').first().innerText();
  const before = Number(await votes());
  await page.keyboard.press('Space');
  await page.locator('[data-question="2-2"] .vote__button[aria-pressed="true"]').waitFor();
  assert.equal(Number(await votes()), before + 1);

  await page.goto(`/phien/${LIVE}`);
  await enter(page, '.askbox__summary');
  await type(page, '[name="text"]', 'Quán ăn nhỏ ở làng Mẫu cần giấy phòng cháy nào?');
  await enter(page, 'form[data-do="ask"] button:not([name])');
  await leadsTo(page, (path) => path.startsWith('/tra-cuu/'));
  await page.getByRole('heading', { name: 'Đã nhận câu hỏi' }).waitFor();
});

test('the four steps, an error on the way', async () => {
  const page = await visitor();
  await page.goto(`/phien/${LIVE}/dat-cau-hoi`);
  await type(page, '[name="text"]', 'ngắn');
  await enter(page, 'button[value="similar"]');
  await page.locator('.errors').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.className), 'errors', 'the summary has the focus');
  await enter(page, '.errors a');
  assert.equal(await page.evaluate(() => document.activeElement.name), 'text', 'its link leads to the field');
  await page.keyboard.type(', nhưng bây giờ đã đủ dài để hỏi về thuế môn bài.');
  await enter(page, 'button[value="similar"]');
  const heading = page.locator('h1');
  await heading.getByText(/Đã có người hỏi|Về anh, chị/).waitFor();
  if (await page.locator('.similar').count() > 0) await enter(page, 'button[value="about"]');
  await heading.getByText('Về anh, chị').waitFor();
  await type(page, '[name="display_name"]', 'Bà Tab');
  await tabTo(page, '[name="consents.publish_name"]');
  await page.keyboard.press('Space');
  await enter(page, 'button[value="check"]');
  await heading.getByText('Kiểm tra lại').waitFor();
  await page.getByText('Bà Tab').first().waitFor();
  await enter(page, 'form[data-do="ask"] button:not([name])');
  await leadsTo(page, (path) => path.startsWith('/tra-cuu/'));
});

test('searching, reading and tracking', async () => {
  const page = await visitor();
  await page.goto('/');
  await type(page, '#q', 'muong nuoc');
  await page.keyboard.press('Enter');
  await leadsTo(page, (path) => path.startsWith('/kho?q='));
  await enter(page, '.hit__title a');
  await leadsTo(page, (path) => path.startsWith('/cau-hoi/'));
  await page.goto('/tra-cuu');
  await type(page, '[name="code"]', 'HD26-XXXX-XXXX');
  await page.keyboard.press('Enter');
  await page.locator('.errors').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.className), 'errors');
});

test('the reader\'s own text size and background', async () => {
  const page = await visitor();
  await page.goto('/tro-giup');
  await tabTo(page, '[data-comfort-size]');
  await page.keyboard.press('Space');
  assert.equal(await page.locator('html').getAttribute('data-size'), 'large');
  await tabTo(page, '[data-comfort-theme]');
  await page.keyboard.press('Enter');
  await page.locator('html[data-theme="dark"]').waitFor();
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('data-size'), 'large', 'it is remembered');
});
