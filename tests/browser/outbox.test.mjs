// A question that was sent once is filed once, whatever happens to the way between the browser and the server; until its
// receipt comes, nothing that was typed is lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE, open, press, within } from './lib/acts.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const { visitor, server } = setStage();

const isReceipt = (url) => url.pathname.startsWith('/tra-cuu/');
const status = (form) => form.locator('[role="status"]');

/** Writes a question on the session's page, or on a page of its own. */
async function write(page, text, path = `/phien/${LIVE}`) {
  await page.goto(path);
  const form = page.locator('form[data-do="ask"]');
  await open(form);
  await form.locator('[name="text"]').fill(text);
  return form;
}

/** How many questions of this browser have this text. */
async function filed(page, text) {
  const { questions } = await (await page.request.get('/api/v1/mine')).json();
  return questions.filter((question) => question.text === text).length;
}

const drafts = (page) => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('nhap:')));

async function assertFiledOnce(page, text) {
  await page.waitForURL(isReceipt, { timeout: 40_000 });
  await page.getByText('Mã tra cứu của anh, chị').waitFor();
  assert.equal(await filed(page, text), 1);
  assert.deepEqual(await drafts(page), [], 'the receipt came, so the text is forgotten');
  assert.deepEqual(page.complaints, []);
}

for (const path of [`/phien/${LIVE}`, `/phien/${LIVE}/dat-cau-hoi`, '/gui-phan-anh']) {
  test(`what is sent without a network at ${path} goes when it is back`, async () => {
    const page = await visitor();
    const text = `Tôi gửi câu này lúc mất mạng ở trang ${path}, có được nhận không?`;
    const form = await write(page, text, path);
    await page.context().setOffline(true);
    await press(form);
    await status(form).filter({ hasText: 'Chưa gửi được vì mất kết nối' }).waitFor();
    await press(form);
    assert.equal(await form.locator('[name="text"]').inputValue(), text);
    if (path.startsWith('/gui')) await shoot(page, 'unsent');
    await page.context().setOffline(false);
    await assertFiledOnce(page, text);
  });
}

test('a receipt that was lost on its way comes again, and the question is there once', async () => {
  const page = await visitor();
  const text = 'Câu này tới nơi nhưng biên nhận bị mất trên đường về, có bị gửi hai lần không?';
  const form = await write(page, text);
  let calls = 0;
  await page.route('**/dat-cau-hoi', async (route) => {
    calls += 1;
    if (calls > 1) return route.continue();
    await route.fetch({ maxRedirects: 0 });
    return route.abort('connectionreset');
  });
  await press(form);
  await status(form).filter({ hasText: 'Chưa gửi được' }).waitFor();
  assert.equal(await filed(page, text), 1, 'it did arrive');
  await assertFiledOnce(page, text);
  assert.equal(calls, 2);
});

test('a server that is killed and comes back takes the question once', async () => {
  const page = await visitor();
  const text = 'Máy chủ tắt đúng lúc tôi bấm gửi thì câu hỏi có mất không?';
  const form = await write(page, text);
  await server().kill();
  await press(form);
  await status(form).filter({ hasText: 'Chưa gửi được' }).waitFor();
  await server().rise();
  await assertFiledOnce(page, text);
});

test('a server that is busy is asked again', async () => {
  const page = await visitor();
  const text = 'Máy chủ bận thì câu hỏi của tôi có được giữ lại không?';
  const form = await write(page, text);
  let calls = 0;
  await page.route('**/dat-cau-hoi', (route) => {
    calls += 1;
    return calls > 1 ? route.continue() : route.fulfill({ status: 503, body: 'busy' });
  });
  await press(form);
  await assertFiledOnce(page, text);
});

test('pressing twice sends once', async () => {
  const page = await visitor();
  const text = 'Tôi bấm nút gửi hai lần liền thì có thành hai câu không?';
  const form = await write(page, text);
  await form.locator('button:not([name])').dblclick();
  await assertFiledOnce(page, text);
});

test('what is refused comes back with its fault, as without the script', async () => {
  const page = await visitor();
  const form = await write(page, 'ngắn');
  await press(form);
  await page.locator('form[data-do="ask"] [name="text"][aria-invalid="true"]').waitFor();
  assert.equal(await form.locator('[name="text"]').inputValue(), 'ngắn');
  assert.equal(await page.getByText('Câu này chưa gửi được').count(), 0, 'the page says itself what is wrong');
  const text = 'Câu hỏi sau khi được sửa cho đủ dài thì gửi được chứ?';
  await form.locator('[name="text"]').fill(text);
  await press(form);
  await assertFiledOnce(page, text);
});

test('what was changed while it waited is not sent behind the writer\'s back', async () => {
  const page = await visitor();
  const [first, second] = ['Câu đầu tiên tôi viết lúc mất mạng là gì?', 'Câu tôi đã sửa lại trước khi có mạng là gì?'];
  const form = await write(page, first);
  await page.context().setOffline(true);
  await press(form);
  await status(form).filter({ hasText: 'Chưa gửi được' }).waitFor();
  await form.locator('[name="text"]').fill(second);
  await status(form).filter({ hasText: 'vừa được sửa' }).waitFor();
  await page.context().setOffline(false);
  await page.waitForTimeout(3_000);
  assert.deepEqual([await filed(page, first), await filed(page, second)], [0, 0]);
  await press(form);
  await assertFiledOnce(page, second);
  assert.equal(await filed(page, first), 0);
});

test('a page that is opened anew offers what could not be sent, and sends nothing by itself', async () => {
  const page = await visitor();
  const text = 'Tôi đóng trang khi câu hỏi chưa gửi được thì làm sao?';
  const form = await write(page, text);
  await form.locator('[name="display_name"]').fill('Nguyễn Thị Mẫu');
  await page.context().setOffline(true);
  await press(form);
  await status(form).filter({ hasText: 'Chưa gửi được' }).waitFor();
  // Gone before it could be sent again.
  await page.route('**/dat-cau-hoi', (route) => route.abort());
  await page.context().setOffline(false);
  await page.goto('/tro-giup');
  assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes('Nguyễn Thị Mẫu'), 'names are not kept');
  await page.unroute('**/dat-cau-hoi');
  await page.goto(`/phien/${LIVE}`);
  const offer = page.getByText('Câu này chưa gửi được');
  await offer.waitFor();
  await shoot(page, 'leftover');
  assert.equal(await form.locator('[name="text"]').inputValue(), text);
  await page.waitForTimeout(3_000);
  assert.equal(await filed(page, text), 0);
  await page.getByRole('button', { name: 'Gửi câu này' }).click();
  await assertFiledOnce(page, text);
  await page.goto(`/phien/${LIVE}`);
  await within(2_000, 'the page is quiet', async () => await page.locator('[data-news]').count() === 1);
  assert.equal(await offer.count(), 0);
});
