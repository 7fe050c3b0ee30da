// The session's page while it is read: what is the reader's own, what is told aloud, in the title, and with little data.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOST, LIVE, MODERATOR, RESPONDENT, ask, card, within } from './lib/acts.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const SOON_MS = 5_000;
const { visitor, reader, staff } = setStage();

async function call(page, path, data, method = 'post') {
  const reply = await page.request[method](`/api/v1/${path}`, { data });
  assert.ok(reply.ok(), `${path}: ${reply.status()} ${await reply.text()}`);
  return reply.json();
}

/** Enters a question for somebody at the counter and approves it; gives its id. */
async function approveNew(moderator, text) {
  const { id } = await call(moderator, `desk/${LIVE}/questions`, { text, channel: 'counter' });
  await call(moderator, `desk/questions/${id}/approve`, { lead_unit: 'u-stc' });
  return id;
}

async function publish(respondent, id, text) {
  await call(respondent, `desk/questions/${id}/answer`, { text, mode: 'written', revision: 0 }, 'put');
  await call(respondent, `desk/questions/${id}/answer/publish`, {});
}

/** Makes the page believe that nobody looks at it, or that somebody does again. */
async function look(page, isSeen) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !isSeen);
}

async function leaveTheTop(page) {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.evaluate(() => scrollTo(0, 800));
  await page.waitForTimeout(200);
}

test('own questions follow their asker and reach nobody else', async () => {
  const [citizen, stranger, moderator] = [await visitor(), await reader(), await staff(MODERATOR)];
  await stranger.goto(`/phien/${LIVE}`);
  const frames = [];
  stranger.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  await stranger.reload();
  assert.equal(await stranger.locator('#mine').count(), 0, 'nothing is shown to who asked nothing');
  assert.ok(await stranger.locator('[data-mine-link]').isHidden());

  const text = 'Câu này chỉ một mình tôi thấy trước khi được duyệt phải không?';
  const { id, code } = await ask(citizen, text);
  await citizen.goto(`/phien/${LIVE}`);
  const own = citizen.locator(`[data-own="${code}"]`);
  await own.getByText('Tiếp nhận').waitFor();
  await own.getByRole('link', { name: code }).waitFor();
  const link = async () => (await citizen.locator('[data-mine-link]').innerText()).replace(/\s+/g, ' ');
  assert.equal(await link(), 'Câu của tôi 1');
  await shoot(citizen, 'mine');

  await call(moderator, `desk/questions/${id}/request-info`, { note: 'Xin nói rõ phường nào.' });
  await own.getByText('Xin nói rõ phường nào.').waitFor({ timeout: SOON_MS });
  await own.getByText('Cần bổ sung').waitFor();

  const other = await citizen.context().newPage();
  await ask(other, 'Câu thứ hai của cùng một người thì hiện ở đâu?');
  await within(SOON_MS, 'the second one is there', async () => await link() === 'Câu của tôi 2');
  await approveNew(moderator, 'Câu của người khác, để người lạ có tin mới?');
  await within(SOON_MS, 'the stranger hears of others', async () => frames.join('').includes('người lạ có tin mới'));
  const told = frames.join('') + await stranger.content();
  for (const secret of [code, text, 'Xin nói rõ phường nào.']) assert.ok(!told.includes(secret), secret);
  assert.deepEqual([...citizen.complaints, ...stranger.complaints], []);
});

test('own questions that change move nothing under the hands of who writes', async () => {
  const [page, moderator] = [await visitor(), await staff(MODERATOR)];
  const { id } = await ask(page, 'Câu của tôi thay đổi lúc tôi đang viết câu khác thì sao?');
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`/phien/${LIVE}`);
  await page.locator('[data-opens]').click();
  const text = page.locator('form[data-do="ask"] [name="text"]');
  await text.fill('Tôi đang viết câu khác');
  await text.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await page.waitForTimeout(300);
  const where = () => text.evaluate((element) => element.getBoundingClientRect().top);
  const before = await where();
  await call(moderator, `desk/questions/${id}/request-info`, { note: 'Xin nói rõ. '.repeat(30) });
  await page.locator('[data-own]').getByText('Xin nói rõ.').first().waitFor({ timeout: SOON_MS });
  assert.ok(Math.abs(await where() - before) <= 1, `the field moved by ${await where() - before} px`);
});

test('nothing that floats covers what has the focus', async () => {
  const page = await reader();
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`/phien/${LIVE}`);
  await page.locator('[data-news] button').evaluate((button) => {
    button.hidden = false;
    button.textContent = 'Có 1 mục mới, bấm để xem';
  });
  const covered = [];
  let stops = 0;
  for (let isInside = true; isInside && stops < 100; stops += 1) {
    await page.keyboard.press('Tab');
    isInside = await page.evaluate(() => document.activeElement !== document.body);
    const hidden = await page.evaluate(() => {
      const focused = document.activeElement;
      const box = focused.getBoundingClientRect();
      const others = [...document.querySelectorAll('.sticky, [data-news] button')].filter((one) => !one.contains(focused));
      const isCovered = others.map((one) => one.getBoundingClientRect()).some((one) => {
        const [x, y] = [Math.max(one.left, box.left), Math.max(one.top, box.top)];
        const meets = x < Math.min(one.right, box.right) && y < Math.min(one.bottom, box.bottom);
        return meets && !focused.contains(document.elementFromPoint(x + 1, y + 1));
      });
      return isCovered && focused.outerHTML.slice(0, 120);
    });
    if (isInside && hidden) covered.push(hidden);
  }
  assert.ok(stops > 30, `only ${stops} stops`);
  assert.deepEqual(covered, []);
});

test('own questions stand there without the script', async () => {
  const page = await visitor();
  const { code } = await ask(page, 'Không có JavaScript thì câu của tôi có hiện không?');
  const html = await (await page.request.get(`/phien/${LIVE}`)).text();
  assert.ok(html.includes(`data-own="${code}"`) && html.includes('href="#mine"'));
});

test('news are told now and then, in the title of a page that nobody looks at, and cards are no live regions', async () => {
  const [page, moderator] = [await reader(), await staff(MODERATOR)];
  await page.goto(`/phien/${LIVE}`);
  const title = await page.title();
  await leaveTheTop(page);
  await page.evaluate(() => {
    window.told = [];
    const status = document.querySelector('[data-told]');
    const note = () => { if (status.textContent) window.told.push([Date.now(), status.textContent]); };
    new MutationObserver(note).observe(status, { childList: true });
  });
  await look(page, false);
  for (let n = 0; n < 3; n += 1) await approveNew(moderator, `Tin thứ ${n + 1} lúc không ai nhìn trang là gì?`);
  await within(SOON_MS, 'the title counts', async () => await page.title() === `(3) ${title}`);
  await look(page, true);
  assert.equal(await page.title(), title, 'it was seen');
  await page.waitForTimeout(2_000);
  await approveNew(moderator, 'Tin thứ tư, ngay sau đó, là gì?');
  const told = () => page.evaluate(() => window.told);
  await within(25_000, 'all of it is told', async () => (await told()).at(-1)?.[1] === 'Có 4 mục mới');
  const times = (await told()).map(([at]) => at);
  assert.ok(times.length > 1, 'what came later is told later');
  for (const [n, at] of times.entries()) assert.ok(n === 0 || at - times[n - 1] >= 10_000, `told at ${times}`);
  assert.equal(await page.locator('[data-question][aria-live], [data-list][aria-live], [data-list][role]').count(), 0);
});

test('new answers are read out only where that was asked for', async () => {
  const [deaf, page, moderator, respondent] = [await reader(), await reader(), await staff(MODERATOR), await staff(RESPONDENT)];
  const toggle = page.getByRole('button', { name: 'Đọc to câu trả lời mới' });
  const log = (who) => who.locator('[data-aloud] [role="log"]');
  for (const who of [deaf, page]) await who.goto(`/phien/${LIVE}`);
  await toggle.click();
  await page.reload();
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true', 'it is remembered');
  await page.evaluate(() => scrollTo(0, 0));
  const id = await approveNew(moderator, 'Câu trả lời này có được đọc lên không?');
  await card(page, id).waitFor();
  assert.equal(await log(page).innerText(), '', 'a new question is not read out');
  await publish(respondent, id, 'Có, **được đọc** lên một lần.');
  await log(page).getByText('Có, được đọc lên một lần.').waitFor({ timeout: SOON_MS });
  assert.match(await log(page).innerText(), /^Sở Tài chính trả lời câu “Câu trả lời này có được đọc lên không\?”: Có/);
  await page.request.put(`/api/v1/questions/${id}/vote`);
  await call(respondent, `desk/questions/${id}/answer/addendum`, { text: 'Bổ sung: mỗi phần một lần.' });
  await log(page).getByText('Bổ sung: mỗi phần một lần.').waitFor({ timeout: SOON_MS });
  assert.equal(await log(page).locator('p').count(), 2);
  assert.equal(await log(deaf).innerText(), '');
});

test('who saves data is caught up every half minute, without a connection in between', async () => {
  const [page, moderator] = [await reader(), await staff(MODERATOR)];
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  await page.clock.install();
  const sockets = [];
  page.on('websocket', (socket) => sockets.push(socket));
  await page.goto(`/phien/${LIVE}`);
  const isAtRest = (count) => within(SOON_MS, `${count} connections, all closed`, async () =>
    sockets.length === count && sockets.every((socket) => socket.isClosed()));
  await isAtRest(1);
  const id = await approveNew(moderator, 'Người tiết kiệm dữ liệu có thấy câu này không?');
  await page.waitForTimeout(1_500);
  assert.equal(await card(page, id).count(), 0);
  await page.clock.runFor(29_000);
  assert.equal(sockets.length, 1, 'not before its time');
  await page.clock.runFor(2_000);
  await card(page, id).waitFor({ timeout: SOON_MS });
  await isAtRest(2);
  await page.clock.runFor(20_000);
  assert.equal(await page.locator('[data-offline]').innerText(), '', 'rest is no loss');
});

test('a session to come, one that opens and one that is cancelled say where to go', async () => {
  const [page, admin] = [await reader(), await staff('p16')];
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
  const wish = { title: 'Phiên sắp diễn ra để thử', start: day(9), questions_open: day(3) };
  const { session: { slug } } = await call(admin, 'admin/sessions', wish);
  const move = (verb, data = {}) => call(admin, `admin/sessions/${slug}/${verb}`, data);
  const says = (words) => page.locator('[data-stage]').getByText(words).first().waitFor({ timeout: SOON_MS });
  await move('announce');
  await page.goto(`/phien/${slug}`);
  await says('Mở nhận câu hỏi lúc');
  assert.equal(await page.locator('form[data-do="ask"], [data-door], form.sort').count(), 0, 'nothing to press in vain');
  await shoot(page, 'scheduled');
  const opened = await admin.request.patch(`/api/v1/admin/sessions/${slug}`, { data: { questions_open: day(-1) } });
  assert.ok(opened.ok(), await opened.text());
  await move('open');
  await page.locator('[data-stage]').getByRole('link', { name: 'Gửi câu hỏi trước' }).waitFor({ timeout: SOON_MS });
  await move('cancel', { note: 'Hội trường đang sửa chữa.' });
  await says('Hội trường đang sửa chữa.');
  await says('không diễn ra');
  await page.reload();
  await page.locator('[data-stage]').getByRole('link', { name: 'Gửi phản ánh, kiến nghị' }).waitFor();
  assert.equal(await page.locator('form[data-do="ask"], [data-door]').count(), 0);
  await shoot(page, 'cancelled');
});

test('a session that pauses and ends says so at once, and offers nothing dead', async () => {
  const [page, writer, host] = [await reader(), await visitor(), await staff(HOST)];
  const says = (who, words) => who.locator('[data-stage]').getByText(words).first().waitFor({ timeout: SOON_MS });
  for (const who of [page, writer]) await who.goto(`/phien/${LIVE}`);
  await writer.locator('#hoi summary').click();
  await writer.locator('form[data-do="ask"] [name="text"]').fill('Tôi đang viết dở thì phiên kết thúc');
  await call(host, `admin/sessions/${LIVE}/pause`, {});
  await says(page, 'Tạm dừng');
  await says(page, 'vẫn nhận câu hỏi');
  assert.ok(await page.locator('#hoi summary').isVisible());
  await shoot(page, 'paused');
  await call(host, `admin/sessions/${LIVE}/resume`, {});
  await call(host, `admin/sessions/${LIVE}/end`, {});
  await says(page, 'Đã kết thúc');
  await says(page, 'không nhận thêm câu hỏi');
  assert.equal(await page.locator('[data-door]:visible').count(), 0, 'no button leads to a closed form');
  assert.ok(await page.locator('.stateline__viewers').isHidden());
  assert.ok(!await page.evaluate(() => document.body.classList.contains('is-live')));
  assert.ok(await writer.locator('form[data-do="ask"] [name="text"]').isVisible(), 'what is being written stays');
  await page.reload();
  assert.equal(await page.locator('form[data-do="ask"], [data-door]').count(), 0);
  await shoot(page, 'ended');
});
