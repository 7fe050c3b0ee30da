// axe-core finds nothing on the states that a page is in on bad days: an error beside a field, nothing to show, a closed
// door, a lost connection, a receipt; in both themes, narrow and wide.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE, MODERATOR, approve, ask, open, press, track } from './lib/acts.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { setStage } from './lib/stage.mjs';

const ENDED = 'xay-dung-chinh-quyen-so-thanh-pho-thong-minh';
const QUESTION = 'Cửa hàng sách cũ muốn bày bán trên vỉa hè vào cuối tuần thì xin phép ở đâu?';

const { visitor, staff } = setStage();

async function step(page, code) {
  await page.locator(`form button[name="step"][value="${code}"]`).first().click();
}

test('asking, with what can go wrong', async () => {
  const page = await visitor();
  const form = page.locator('form[data-draft]').first();
  await page.goto(`/phien/${LIVE}/dat-cau-hoi`);
  await assertAccessible(page, 'ask');
  await form.locator('[name="text"]').fill('ngắn');
  await step(page, 'similar');
  await page.locator('.errors').waitFor();
  await assertAccessible(page, 'ask-wrong');
  await form.locator('[name="text"]').fill('Tôi quên mã hồ sơ thì tra cứu thế nào?');
  await step(page, 'similar');
  await page.locator('.similar').waitFor();
  await page.locator('.similar summary').first().click();
  await assertAccessible(page, 'ask-similar');
  await step(page, 'about');
  await form.locator('[name="contact.email"]').fill('không phải thư');
  await step(page, 'check');
  await page.locator('.errors').waitFor();
  await assertAccessible(page, 'ask-about-wrong');
  await form.locator('[name="contact.email"]').fill('');
  await step(page, 'check');
  await page.locator('.check').waitFor();
  await assertAccessible(page, 'ask-check');
});

test('a receipt, and an own question in its states', async () => {
  const page = await visitor();
  const { id, code } = await ask(page, QUESTION);
  await assertAccessible(page, 'receipt');
  await page.goto(`/phien/${LIVE}`);
  await page.locator('.mine').waitFor();
  await assertAccessible(page, 'live-mine');
  await approve(await staff(MODERATOR), id);
  await track(page, code);
  await page.waitForURL((url) => url.pathname.endsWith(code));
  await assertAccessible(page, 'own');
});

test('wrong codes, passwords and addresses', async () => {
  const page = await visitor();
  await track(page, 'HD26-XXXX-XXXX');
  await page.locator('.errors').waitFor();
  await assertAccessible(page, 'track-wrong');
  await page.goto('/dang-nhap');
  const form = page.locator('form[data-do="sign-in"]');
  await form.locator('[name="username"]').fill('p04');
  await form.locator('[name="password"]').fill('sai mật khẩu rồi');
  await press(form);
  await page.locator('.errors').waitFor();
  await assertAccessible(page, 'sign-in-wrong');
  await page.goto('/khong-co-trang-nay');
  await assertAccessible(page, 'lost');
  await page.goto(`/phien/${LIVE}`);
  await page.evaluate(() => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action: '/tra-cuu' });
    form.append(Object.assign(document.createElement('textarea'), { name: 'code', value: 'x'.repeat(70_000) }));
    document.body.append(form);
    form.submit();
  });
  await page.getByText('quá lớn').first().waitFor();
  await assertAccessible(page, 'too-large');
});

test('closed and empty', async () => {
  const page = await visitor();
  for (const [name, path] of [['closed', `/phien/${ENDED}/dat-cau-hoi`], ['ended', `/phien/${ENDED}`], ['nothing', '/kho?q=zzzz']]) {
    await page.goto(path);
    await assertAccessible(page, name);
  }
  const admin = await staff('p16');
  const made = await admin.request.post('/api/v1/admin/sessions', {
    data: { title: 'Một phiên chưa ai hỏi gì', start: '2030-01-05T09:00:00+07:00' },
  });
  const { session } = await made.json();
  await admin.request.post(`/api/v1/admin/sessions/${session.slug}/announce`);
  await page.goto(`/phien/${session.slug}`);
  await assertAccessible(page, 'empty');
  await admin.request.post(`/api/v1/admin/sessions/${session.slug}/cancel`, { data: { note: 'Hoãn vì bão số 9.' } });
  await page.goto(`/phien/${session.slug}`);
  await page.getByText('Hoãn vì bão số 9.').first().waitFor();
  await assertAccessible(page, 'cancelled');
});

test('without a connection', async () => {
  const page = await visitor();
  await page.goto(`/phien/${LIVE}`);
  const form = page.locator('form[data-do="ask"]');
  await open(form);
  await form.locator('[name="text"]').fill(QUESTION);
  await page.context().setOffline(true);
  await press(form);
  await page.getByText('Chưa gửi được').first().waitFor();
  await assertAccessible(page, 'offline');
});

test('in English', async () => {
  const page = await visitor();
  await page.goto('/ngon-ngu?lang=en');
  for (const path of ['/', `/phien/${LIVE}`, '/cau-hoi/2-1', '/kho', '/quyen-rieng-tu']) {
    await page.goto(path);
    await assertAccessible(page, `english${path.replaceAll('/', '-')}`);
  }
});
