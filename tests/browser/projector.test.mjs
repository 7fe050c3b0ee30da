// The projector: whatever is asked, nothing is cut off at the edge of the screen and no letter is too small for the hall.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { HOST, LIVE, MODERATOR, within } from './lib/acts.mjs';
import { setStage } from './lib/stage.mjs';

const SCREENS = [[1920, 1080], [1280, 720], [1024, 768]];
const SENTENCE = 'Xin giấy phép xây dựng nhà xưởng, chúng tôi phải chạy ba nơi và nộp lại cùng một bộ giấy tờ nhiều lần. ';
const LONGEST = `${SENTENCE.repeat(30).slice(0, 1_999)}?`;
const TITLE = 'Gỡ vướng thủ tục cho doanh nghiệp, hộ kinh doanh sau khi sắp xếp đơn vị hành chính. '.repeat(4).slice(0, 250);

const { visitor, staff } = setStage();

async function call(page, method, path, data = {}) {
  const reply = await page.request[method](`/api/v1/${path}`, { data });
  assert.ok(reply.ok(), `${path}: ${await reply.text()}`);
  return reply.json();
}

/** What stands over an edge, or in letters below 4 % of the height. */
const wrong = (page) => page.evaluate(() => {
  const found = [];
  const isShown = (element) => getComputedStyle(element).display !== 'none';
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  for (const element of document.querySelectorAll('.hall__body *')) {
    if (!isShown(element)) continue;
    const { right, bottom } = element.getBoundingClientRect();
    if (right > innerWidth + 1 || bottom > innerHeight + 1) found.push(`${element.className}: over the edge`);
    if (hasText(element) && parseFloat(getComputedStyle(element).fontSize) < innerHeight * 0.0399) found.push(`${element.className}: too small`);
  }
  if (document.documentElement.scrollHeight > innerHeight) found.push('the page scrolls');
  return found;
});

async function assertFits(screen, name) {
  for (const [width, height] of SCREENS) {
    await screen.setViewportSize({ width, height });
    await screen.goto(`/man-chieu/${LIVE}`);
    await screen.locator('.hall__code').waitFor();
    assert.deepEqual(await wrong(screen), [], `${name}, ${width} x ${height}`);
    if (process.env.SHOTS) await screen.screenshot({ path: join(process.env.SHOTS, `hall-${name}-${width}.png`) });
  }
}

test('every state fits on every screen, with the longest question and the longest title', async () => {
  const [screen, host, moderator, admin] = [await visitor(), await staff(HOST), await staff(MODERATOR), await staff('p16')];
  await assertFits(screen, 'stage');
  await call(admin, 'patch', `admin/sessions/${LIVE}`, { title: TITLE });
  for (const [name, text] of [['middle', LONGEST.slice(0, 590)], ['longest', LONGEST]]) {
    const { id } = await call(moderator, 'post', `desk/${LIVE}/questions`, { text, channel: 'phone' });
    await call(moderator, 'post', `desk/questions/${id}/approve`, { title: TITLE.slice(0, 200), lead_unit: 'u-sxd' });
    await call(host, 'post', `desk/questions/${id}/queue`);
    await call(host, 'post', `desk/questions/${id}/stage`);
    await assertFits(screen, name);
    await call(host, 'post', `desk/questions/${id}/done`);
  }
  await assertFits(screen, 'nothing');
  await call(host, 'post', `admin/sessions/${LIVE}/notice`, { text: LONGEST });
  await screen.getByText('Xin giấy phép').first().waitFor();
  assert.deepEqual(await wrong(screen), [], 'with a notice');
  if (process.env.SHOTS) await screen.screenshot({ path: join(process.env.SHOTS, 'hall-notice.png') });
  await call(host, 'post', `admin/sessions/${LIVE}/pause`);
  await screen.getByText('Phiên tạm nghỉ').waitFor();
  await assertFits(screen, 'paused');
  await call(host, 'post', `admin/sessions/${LIVE}/end`);
  await screen.getByText('Đọc câu trả lời').waitFor();
  await assertFits(screen, 'ended');
});

test('a text that is too small is seen', async () => {
  const screen = await visitor();
  await screen.goto(`/man-chieu/${LIVE}`);
  await screen.evaluate(() => { document.querySelector('.hall__ask').style.fontSize = '8px'; });
  assert.ok((await wrong(screen)).some((line) => line.endsWith('too small')));
});

test('B blanks the screen and brings it back; a lost network is told', async () => {
  const screen = await visitor();
  await screen.goto(`/man-chieu/${LIVE}`);
  const title = screen.locator('.hall__title');
  await screen.keyboard.press('b');
  assert.ok(await title.isHidden());
  await screen.keyboard.press('B');
  assert.ok(await title.isVisible());
  await screen.context().setOffline(true);
  await screen.evaluate(() => dispatchEvent(new Event('online')));
  await within(8_000, 'the loss is told', () => screen.getByText('Mất kết nối').isVisible());
  assert.deepEqual(screen.complaints, []);
});
