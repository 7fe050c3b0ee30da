// An official's desk: the text saves itself, one person writes at a time, and two versions meet side by side.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODERATOR, RESPONDENT, enter } from './lib/acts.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const COLLEAGUE = 'p17';
const MINE = 'Hộ kinh doanh nộp hồ sơ tại phường, không mất phí.';
const THEIRS = 'Hộ kinh doanh nộp hồ sơ qua mạng, không mất phí.';

const { staff } = setStage();

/** An approved question that the units of both respondents answer. */
async function given(text) {
  const moderator = await staff(MODERATOR);
  const id = await enter(moderator, text);
  const units = { lead_unit: 'u-stc', support_units: ['u-snv'] };
  const approved = await moderator.request.post(`/api/v1/desk/questions/${id}/approve`, { data: units });
  assert.ok(approved.ok(), await approved.text());
  return id;
}

const textOf = (page) => page.locator('[data-answers] [name="text"]');

test('a text saves itself, outlives a lost connection, and is one person\'s at a time', async () => {
  const id = await given('Hộ kinh doanh mới mở nộp hồ sơ đăng ký ở đâu?');
  const [first, second] = [await staff(RESPONDENT), await staff(COLLEAGUE)];
  await first.goto(`/ban-tra-loi/${id}`);
  await textOf(first).fill(MINE);
  await first.getByText(/^50\/10\.000$/).waitFor();
  await first.getByText(/Đã tự lưu lúc \d\d:\d\d:\d\d/).waitFor();
  await shoot(first, 'office-saved');
  await assertAccessible(first, 'saved');

  await second.goto(`/ban-tra-loi/${id}`);
  await second.getByText(/đang soạn câu này \(tự lưu \d+ giây trước\)/).waitFor();
  assert.equal(await second.locator('#held-text').inputValue(), MINE);
  assert.equal(await second.locator('#held-text').getAttribute('readonly'), '');
  await shoot(second, 'office-held');
  await assertAccessible(second, 'held');

  await first.route('**/answer', (route) => route.abort());
  await textOf(first).fill(`${MINE} Xin mang theo căn cước.`);
  await first.getByText('Chưa lưu được, sẽ thử lại').waitFor();
  await first.unroute('**/answer');
  await first.reload();
  await first.getByText('Đã khôi phục nội dung chưa lưu').waitFor();
  assert.equal(await textOf(first).inputValue(), `${MINE} Xin mang theo căn cước.`);
  await first.getByText('Đã tự lưu lúc').waitFor();

  await second.locator('form[data-do="take-over"] button').click();
  await second.getByText(`Anh, chị đang soạn câu ${id}`).waitFor();
  assert.equal(await textOf(second).inputValue(), `${MINE} Xin mang theo căn cước.`);
  await textOf(second).fill(THEIRS);
  await second.getByText('Đã tự lưu lúc').waitFor();

  await textOf(first).fill(MINE);
  const conflict = first.locator('[data-conflict]');
  await conflict.waitFor();
  const other = await second.locator('.masthead__nav a[href="/lam-viec"]').innerText();
  assert.match(await conflict.locator('h3').innerText(), new RegExp(other), 'the one who took over is named');
  assert.deepEqual(await conflict.locator('mark').allInnerTexts(), ['tại', 'phường,', 'qua', 'mạng,']);
  assert.equal(await textOf(first).inputValue(), MINE, 'one\'s own text stays');
  await shoot(first, 'office-conflict');
  await assertAccessible(first, 'conflict');

  await conflict.getByText('Lấy bản mới hơn').click();
  await first.locator('[data-kept]').waitFor();
  assert.equal(await first.locator('#held-text').inputValue(), THEIRS, 'the other one is writing now');
  assert.equal(await first.locator('#kept').inputValue(), MINE);
  await assertAccessible(first, 'kept');
  for (const page of [first, second]) assert.deepEqual(page.complaints, []);
});

test('one\'s own version replaces the newer one only when that is chosen', async () => {
  const id = await given('Hộ kinh doanh có phải khai thuế hằng tháng không?');
  const [first, second] = [await staff(RESPONDENT), await staff(COLLEAGUE)];
  await first.goto(`/ban-tra-loi/${id}`);
  await second.goto(`/ban-tra-loi/${id}`);
  await textOf(first).fill(THEIRS);
  await first.getByText('Đã tự lưu lúc').waitFor();
  await textOf(second).fill(MINE);
  await second.locator('[data-conflict]').getByText('Giữ bản của tôi').click();
  await second.getByText(`Đã lưu nháp câu ${id}.`).waitFor();
  assert.equal(await textOf(second).inputValue(), MINE);
  assert.equal(await second.locator('[data-conflict]').count(), 0);
});

test('the list says what is new and what no longer waits, and moves nothing', async () => {
  const page = await staff(RESPONDENT);
  await page.clock.install();
  await page.goto('/ban-tra-loi');
  const shown = await page.locator('[data-waits]').count();
  const id = await given('Hộ kinh doanh đổi ngành nghề thì báo cho ai?');
  await page.clock.runFor(21_000);
  const news = page.getByText('Có 1 câu mới, bấm để xem');
  await news.waitFor();
  assert.equal(await page.locator('[data-waits]').count(), shown);
  await shoot(page, 'office-list');
  await assertAccessible(page, 'list');
  await news.click();
  await page.locator(`[data-waits="${id}"]`).waitFor();
});

test('a citation stands where the caret is, and publishing waits for a save on its way', async () => {
  const id = await given('Đăng ký hộ kinh doanh qua mạng thì mấy ngày có kết quả?');
  const page = await staff(RESPONDENT);
  await page.goto(`/ban-tra-loi/${id}`);
  await textOf(page).fill('Trước.Sau.');
  await textOf(page).evaluate((field) => field.setSelectionRange(6, 6));
  const button = page.locator('[data-cite]').first();
  await button.click();
  const line = await button.getAttribute('data-cite');
  assert.match(line, /^Xem trả lời câu \d+-\d+: \[.+\]\(\/cau-hoi\/\d+-\d+\)\.$/);
  assert.equal(await textOf(page).inputValue(), `Trước.\n\n${line}\n\nSau.`);

  let saves = 0;
  await page.route(`**/questions/${id}/answer`, async (route) => {
    saves += 1;
    await new Promise((go) => setTimeout(go, 2_000));
    await route.continue();
  });
  await page.waitForRequest((request) => request.method() === 'PUT');
  await page.locator('[data-answers] button[value="publish"]').click();
  await page.getByText(`Đã đăng trả lời cho câu ${id}.`).waitFor();
  assert.equal(saves, 1);
  const { question } = await (await page.request.get(`/api/v1/questions/${id}`)).json();
  assert.match(question.answers[0].html, /<a [^>]*href="\/cau-hoi\//, 'the citation is a link');
  assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0, 'nothing of it stays in this browser');
  assert.deepEqual(page.complaints, []);
});
