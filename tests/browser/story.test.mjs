// A question travels from a citizen's form to the archive, and a second browser that only reads sees every step.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  HOST, LIVE, MODERATOR, RESPONDENT, answer, approve, ask, card, putOnStage, search, see, track, within,
} from './lib/acts.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const TYPED = 'Tôi bán cà phê vỉa hè ở chợ Bến Sóng, số điện thoại 0950 111 222, có phải đăng ký hộ kinh doanh không?';
const PUBLIC = 'Tôi bán cà phê vỉa hè ở chợ Bến Sóng, có phải đăng ký hộ kinh doanh không?';
const ANSWER = 'Anh, chị bán hàng rong không phải đăng ký, trừ ngành nghề kinh doanh **có điều kiện**.';

const { visitor, reader, staff } = setStage();

test('ask, approve, stage, answer: seen live by a second browser, found in the archive', async () => {
  const viewer = await reader();
  await viewer.goto(`/phien/${LIVE}`);
  await viewer.evaluate(() => { window.sameDocument = true; });

  const citizen = await visitor();
  const { id, code } = await ask(citizen, TYPED);
  assert.equal(id, '2-16', 'the live session has fifteen questions before this one');
  await shoot(citizen, 'receipt');
  assert.equal(await card(viewer, id).count(), 0, 'what waits for approval is not shown');

  const moderator = await staff(MODERATOR);
  await approve(moderator, id, PUBLIC);
  await shoot(moderator, 'moderator');
  await see(viewer, id, PUBLIC);
  await see(viewer, id, /Đã duyệt|Đang xử lý/);
  assert.ok(!(await viewer.content()).includes('0950 111 222'), 'what the moderator took out stays out');

  const host = await staff(HOST);
  await putOnStage(host, id);
  await shoot(host, 'host');
  await see(viewer, id, 'Đang trả lời');

  const respondent = await staff(RESPONDENT);
  await respondent.goto('/ban-tra-loi');
  await respondent.locator(`a[href*="/ban-tra-loi/${id}"]`).first().waitFor();
  await answer(respondent, id, ANSWER);
  const published = performance.now();
  await shoot(respondent, 'respondent');

  for (const words of ['cà phê vỉa hè', 'ca phe via he']) {
    await within(2_000 - (performance.now() - published), `the archive finds "${words}"`, async () => {
      await citizen.goto(`/kho?q=${encodeURIComponent(words)}`);
      return await citizen.locator(`a[href*="/cau-hoi/${id}"]`).count() > 0;
    });
  }
  await shoot(citizen, 'archive');

  await see(viewer, id, 'Đã trả lời');
  await see(viewer, id, 'không phải đăng ký');
  assert.equal(await card(viewer, id).locator('strong', { hasText: 'có điều kiện' }).count(), 1, 'Markdown is shown');
  assert.equal(await viewer.evaluate(() => window.sameDocument), true, 'the viewer never loaded a page again');
  await shoot(viewer, 'live');

  await track(citizen, code);
  await citizen.getByText('Đã trả lời').first().waitFor();
  await search(citizen, 'cà phê vỉa hè');
  await citizen.locator(`a[href*="/cau-hoi/${id}"]`).first().click();
  await citizen.getByText('không phải đăng ký').first().waitFor();
  await shoot(citizen, 'question');

  for (const page of [viewer, citizen, moderator, host, respondent]) assert.deepEqual(page.complaints, []);
});
