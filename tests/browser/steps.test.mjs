// Asking in four steps without JavaScript: the text, what was answered before, who asks, a last look. Nothing that was
// typed is lost on the way, and what is wrong is said on the step where it is put right.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE, track } from './lib/acts.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const PATH = `/phien/${LIVE}/dat-cau-hoi`;
const NEAR = 'Tôi quên mã hồ sơ thì tra cứu thế nào, có cần mang căn cước không?';
const FAR = 'Xưởng đóng thuyền composite muốn thuê mặt nước thì liên hệ ai?';

const { visitor } = setStage({ javaScriptEnabled: false });

function value(page, name) {
  return page.locator(`form [name="${name}"]`).first().inputValue();
}

async function step(page, code) {
  await page.locator(`form button[name="step"][value="${code}"]`).first().click();
}

async function heading(page) {
  return page.locator('h1').innerText();
}

async function begin(page, text) {
  await page.goto(PATH);
  await page.locator('[name="text"]').fill(text);
  await step(page, 'similar');
}

test('a question goes through all four steps', async () => {
  const page = await visitor();
  await begin(page, NEAR);
  assert.equal(await heading(page), 'Đã có người hỏi?');
  await shoot(page, 'ask-similar');
  const nearest = page.locator('.similar summary').first();
  assert.match(await nearest.innerText(), /Quên mã hồ sơ/);
  await nearest.click();
  await page.getByRole('link', { name: /Đây là điều tôi cần/ }).first().waitFor();

  await step(page, 'about');
  assert.equal(await heading(page), 'Về anh, chị');
  await page.locator('[name="display_name"]').fill('Lê Thị Bước');
  await page.locator('[name="contact.phone"]').fill('không có');
  await step(page, 'check');
  assert.equal(await heading(page), 'Về anh, chị');
  assert.equal(await page.locator('[name="contact.phone"]').getAttribute('aria-invalid'), 'true');
  assert.equal(await value(page, 'contact.phone'), 'không có');
  await shoot(page, 'ask-about');
  await page.locator('[name="contact.phone"]').fill('');
  await page.locator('[name="consents.publish_name"]').check();
  await step(page, 'check');

  assert.equal(await heading(page), 'Kiểm tra lại');
  await page.getByText(NEAR).first().waitFor();
  await page.getByText('Lê Thị Bước').first().waitFor();
  await shoot(page, 'ask-check');
  await step(page, 'text');
  assert.equal(await value(page, 'text'), NEAR);
  assert.equal(await value(page, 'display_name'), 'Lê Thị Bước');
  await page.locator('[name="text"]').fill(`${NEAR} Xin cảm ơn.`);
  await step(page, 'similar');
  await step(page, 'about');
  assert.equal(await page.locator('[name="consents.publish_name"]').isChecked(), true);
  await step(page, 'check');
  await page.locator('form[data-do="ask"] button:not([name])').click();
  await page.waitForURL((url) => url.pathname.startsWith('/tra-cuu/'));
  assert.equal(await heading(page), 'Đã nhận câu hỏi');
  await shoot(page, 'receipt');
  const code = await page.locator('.code').innerText();
  const { questions } = await (await page.request.get('/api/v1/mine')).json();
  assert.deepEqual(questions.map((own) => [own.text, own.display_name]), [[`${NEAR} Xin cảm ơn.`, 'Lê Thị Bước']]);
  await track(page, code);
  await page.getByText('Xin cảm ơn.').first().waitFor();
});

test('what nobody was answered about is not held up by a page about it', async () => {
  const page = await visitor();
  await begin(page, FAR);
  assert.equal(await heading(page), 'Về anh, chị');
});

test('a text that is too short stays on its step', async () => {
  const page = await visitor();
  await begin(page, 'ngắn');
  assert.equal(await heading(page), 'Đặt câu hỏi');
  assert.match(await page.title(), /^Lỗi: /);
  assert.equal(await value(page, 'text'), 'ngắn');
  await shoot(page, 'ask-wrong');
});

test('who is in a hurry sends at once', async () => {
  const page = await visitor();
  await page.goto(PATH);
  await shoot(page, 'ask');
  await page.locator('[name="text"]').fill(FAR);
  await page.locator('form[data-do="ask"] button:not([name])').click();
  await page.waitForURL((url) => url.pathname.startsWith('/tra-cuu/'));
});
