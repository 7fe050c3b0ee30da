// Several people at their desks: each sees what the others changed, where it stands, and nothing moves by itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOST, LIVE, MODERATOR, enter, putOnStage } from './lib/acts.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const COLLEAGUE = 'p06';

const { staff } = setStage();

/** The number at the beginning of the tab's title. */
const counted = (page) => page.evaluate(() => Number(/^\((\d+)\)/.exec(document.title)?.[1] ?? 0));

const isListening = (page) => page.waitForEvent('websocket', (socket) => socket.url().includes('audience=desk'));

test('two moderators: the tab counts, new ones wait to be asked for, and what a colleague decided is marked', async () => {
  const [first, second] = [await staff(MODERATOR), await staff(COLLEAGUE)];
  const shared = await enter(first, 'Bao giờ chợ Bến Sóng mở cửa lại?');
  await Promise.all([isListening(first), first.goto(`/ban-dieu-hanh/${LIVE}`)]);
  const before = await counted(first);
  const rows = await first.locator('.desk__item').count();
  assert.equal(before, rows);
  await first.locator(`#cau-${shared} form[data-do="approve"] [name="title"]`).evaluate((field) => { field.value = 'đang gõ'; });
  const top = await first.locator(`#cau-${shared}`).boundingBox();

  const fresh = await enter(second, 'Bao giờ có xe buýt tới khu công nghiệp?');
  const news = first.getByText('Có 1 câu mới, bấm để xem');
  await news.waitFor();
  await first.waitForFunction((count) => document.title.startsWith(`(${count}) `), before + 1);
  assert.equal(await first.locator('.desk__item').count(), rows, 'nothing came by itself');

  await second.goto(`/ban-dieu-hanh/${LIVE}`);
  const decline = second.locator(`#cau-${shared} form[data-do="reject"]`);
  await second.locator(`#cau-${shared} summary`, { hasText: 'Từ chối' }).click();
  await decline.locator('[name="reason"]').selectOption({ index: 1 });
  await decline.locator('[name="note"]').fill('Câu hỏi không thuộc chủ đề của phiên.');
  await decline.locator('button').click();
  await second.getByText(`Đã từ chối câu ${shared}.`).waitFor();
  assert.equal(await second.evaluate(() => document.activeElement.closest('.desk__item')?.id), `cau-${fresh}`,
    'the focus stands at the next item');
  assert.match(await second.locator('[data-left]').innerText(), /^còn ([1-9]|10) giây$/);
  await shoot(second, 'desk-undo');

  const taken = first.locator(`#cau-${shared}`);
  await taken.getByText('Đã có người xử lý').waitFor();
  assert.deepEqual(await taken.boundingBox(), top, 'it stands where it stood');
  await shoot(first, 'desk-taken');
  await assertAccessible(first, 'taken');
  await first.setViewportSize({ width: 1280, height: 800 });
  await news.click();
  await first.locator(`#cau-${fresh} .desk__title:focus`).waitFor();
  assert.equal(await first.locator(`#cau-${shared} [name="title"]`).inputValue(), 'đang gõ', 'what was typed is there');
  await first.waitForFunction((count) => document.title.startsWith(`(${count}) `), before);
  for (const page of [first, second]) assert.deepEqual(page.complaints, []);
});

test('a model text stands in the note to be changed, and never over what was typed', async () => {
  const page = await staff('p05');
  const id = await enter(page, 'Bãi rác tạm cuối ngõ bao giờ được dọn?');
  await page.goto(`/ban-dieu-hanh/${LIVE}?id=${id}`);
  await page.locator(`#cau-${id} summary`, { hasText: 'Đề nghị bổ sung' }).click();
  const form = page.locator(`#cau-${id} form[data-do="request-info"]`);
  await form.locator('[name="template"]').selectOption('need_info');
  assert.match(await form.locator('[name="note"]').inputValue(), /^Để trả lời đúng việc/);
  await form.locator('[name="template"]').selectOption('thanks');
  assert.match(await form.locator('[name="note"]').inputValue(), /^Cảm ơn ý kiến/);
  await form.locator('[name="note"]').fill('Xin cho biết số nhà.');
  await form.locator('[name="template"]').selectOption('need_info');
  assert.equal(await form.locator('[name="note"]').inputValue(), 'Xin cho biết số nhà.');
  assert.deepEqual(page.complaints, []);
});

test('the lanes count as it happens, and what a moderator works on stays theirs', async () => {
  const page = await staff('p05');
  await page.clock.install();
  await Promise.all([isListening(page), page.goto(`/ban-dieu-hanh/${LIVE}?lane=waiting`)]);
  const lane = (code) => page.locator(`[data-count="${code}"]`);
  const [waiting, repeated] = [Number(await lane('waiting').innerText()), Number(await lane('duplicates').innerText())];
  const other = await staff(COLLEAGUE);
  await enter(other, 'Bến xe khách Niệm Nghĩa cũ bao giờ thành công viên?');
  await enter(other, 'Xin hỏi bến xe khách Niệm Nghĩa cũ bao giờ thành công viên ạ?');
  await page.getByText('Có 2 câu mới, bấm để xem').waitFor();
  await page.clock.runFor(2_500);
  await page.waitForFunction(([one, two]) => {
    const count = (code) => Number(document.querySelector(`[data-count="${code}"]`).textContent);
    return count('waiting') === one && count('duplicates') === two;
  }, [waiting + 1, repeated + 1]);

  await page.getByRole('button', { name: 'Giữ 8 câu trong 90 giây' }).click();
  const left = page.locator('[data-mine]').first();
  await left.waitFor();
  await page.clock.fastForward(50_000);
  await page.keyboard.press('j');
  const kept = page.waitForRequest((request) => request.url().endsWith('/giu-tiep'));
  await page.clock.runFor(15_000);
  await kept;
  await page.waitForFunction(() => Number(/\d+/.exec(document.querySelector('[data-mine]').textContent)[0]) > 60);
  const held = await other.request.get(`/api/v1/desk/${LIVE}/queue`);
  const { items } = await held.json();
  assert.ok(items.some(({ lease }) => lease && Date.parse(lease.until) - Date.now() > 60_000), 'the server agrees');
  // Whoever does nothing gives it back.
  let asked = 0;
  page.on('request', (request) => { asked += request.url().endsWith('/giu-tiep'); });
  await page.clock.runFor(95_000);
  assert.match(await left.innerText(), /đã hết giờ giữ/);
  assert.equal(asked, 0);
  assert.deepEqual(page.complaints, []);
});

test('the board tells of changes, and its one button is in reach wherever the list is scrolled to', async () => {
  const [page, other] = [await staff(HOST), await staff(HOST)];
  const moderator = await staff(MODERATOR);
  const id = await enter(moderator, 'Doanh nghiệp nhỏ vay vốn ưu đãi ở đâu?');
  await moderator.request.post(`/api/v1/desk/questions/${id}/approve`, { data: {} });
  await page.setViewportSize({ width: 360, height: 740 });
  await Promise.all([isListening(page), page.goto(`/dieu-phoi/${LIVE}`)]);
  await putOnStage(other, id);
  await page.getByText(/^Có \d thay đổi, bấm để xem$/).waitFor();
  assert.equal(await page.locator('.board__now').getByText('vay vốn').count(), 0, 'nothing moved by itself');
  const bar = page.locator('form.board__bar button');
  for (const top of [0, 0.5, 0.8]) {
    await page.evaluate((part) => scrollTo(0, part * document.querySelector('.columns__main').scrollHeight), top);
    const box = await bar.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 740, `in sight at ${top}: ${JSON.stringify(box)}`);
  }
  await page.getByText(/thay đổi, bấm để xem/).click();
  await page.locator('.board__now').getByText('vay vốn').waitFor();
  await shoot(page, 'board');
  await assertAccessible(page, 'board');
  assert.deepEqual(page.complaints, []);
});
