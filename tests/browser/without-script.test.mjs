// The whole story with JavaScript switched off, for everybody: every page reads, every form posts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  HOST, LIVE, MODERATOR, RESPONDENT, answer, approve, ask, card, open, press, putOnStage, search, track,
} from './lib/acts.mjs';
import { setStage } from './lib/stage.mjs';

const TEXT = 'Hộ kinh doanh làm gốm ở làng Mẫu muốn chuyển thành công ty thì nộp hồ sơ ở đâu?';
const ANSWER = 'Anh, chị nộp hồ sơ chuyển đổi qua mạng tại Cổng đăng ký doanh nghiệp.';

const { visitor, staff } = setStage({ javaScriptEnabled: false });

test('file, track, search, moderate, stage and answer without JavaScript', async () => {
  const citizen = await visitor();
  const { id, code } = await ask(citizen, TEXT);
  await track(citizen, code);
  await citizen.getByText(TEXT).first().waitFor();

  await approve(await staff(MODERATOR), id);
  await putOnStage(await staff(HOST), id);
  await citizen.goto(`/phien/${LIVE}`);
  await card(citizen, id).getByText('Đang trả lời').first().waitFor();
  await answer(await staff(RESPONDENT), id, ANSWER);

  await citizen.goto(`/phien/${LIVE}`);
  await card(citizen, id).getByText('Đã trả lời').first().waitFor();
  await citizen.goto(`/cau-hoi/${id}`);
  await citizen.getByText(ANSWER).first().waitFor();
  await search(citizen, 'lam gom lang Mau');
  await citizen.locator(`a[href*="/cau-hoi/${id}"]`).first().waitFor();
});

test('a form that is not right says so beside the field and keeps what was typed', async () => {
  const citizen = await visitor();
  await citizen.goto(`/phien/${LIVE}`);
  const form = citizen.locator('form[data-do="ask"]');
  await open(form);
  await form.locator('[name="text"]').fill('ngắn');
  const isPost = (response) => response.request().method() === 'POST';
  const [reply] = await Promise.all([citizen.waitForResponse(isPost), press(form)]);
  assert.equal(reply.status(), 422);
  assert.equal(await form.locator('[name="text"]').inputValue(), 'ngắn');
  assert.equal(await form.locator('[name="text"]').getAttribute('aria-invalid'), 'true');
});

test('a session that is saved as its editor shows it stays as it was', async () => {
  const admin = await staff('p16');
  const read = async () => (await (await admin.request.get(`/api/v1/sessions/${LIVE}`)).json()).session;
  const before = await read();
  await admin.goto(`/quan-tri/phien/${LIVE}`);
  const form = admin.locator('form[data-do="edit-session"]');
  await form.locator('button').last().click();
  await admin.getByText('Đã lưu thay đổi của phiên.').waitFor();
  assert.deepEqual(await read(), before);
  await form.locator('[name="place"]').fill('Hội trường số 2');
  await form.locator('button').last().click();
  await admin.getByText('Đã lưu thay đổi của phiên.').waitFor();
  assert.deepEqual(await read(), { ...before, place: 'Hội trường số 2' });
});

test('one person writes an answer at a time, and two versions meet, without JavaScript', async () => {
  const [moderator, first, second] = [await staff(MODERATOR), await staff(RESPONDENT), await staff('p17')];
  const entered = { data: { text: 'Hộ kinh doanh tạm nghỉ thì báo ở đâu?', channel: 'phone' } };
  const { id } = await (await moderator.request.post(`/api/v1/desk/${LIVE}/questions`, entered)).json();
  const units = { data: { lead_unit: 'u-stc', support_units: ['u-snv'] } };
  assert.ok((await moderator.request.post(`/api/v1/desk/questions/${id}/approve`, units)).ok());
  const form = (page) => page.locator('form[data-do="answer"]');
  const save = async (page, text) => {
    await form(page).locator('[name="text"]').fill(text);
    await form(page).locator('button[value="save"]').click();
  };
  await first.goto(`/ban-tra-loi/${id}`);
  await save(first, 'Báo ở phường.');
  await first.getByText(`Đã lưu nháp câu ${id}.`).waitFor();

  await second.goto(`/ban-tra-loi/${id}`);
  await second.getByText('đang soạn câu này').waitFor();
  assert.equal(await form(second).count(), 0, 'it is read only');
  await press(second.locator('form[data-do="take-over"]'));
  await save(second, 'Báo qua mạng.');

  await save(first, 'Báo ở phường, miễn phí.');
  const conflict = first.locator('[data-conflict]');
  await conflict.waitFor();
  assert.deepEqual(await conflict.locator('mark').allInnerTexts(), ['ở', 'phường, miễn phí.', 'qua', 'mạng.']);
  assert.equal(await form(first).locator('[name="text"]').inputValue(), 'Báo ở phường, miễn phí.');
  await conflict.getByText('Giữ bản của tôi').click();
  await first.getByText(`Đã lưu nháp câu ${id}.`).waitFor();
  assert.equal(await form(first).locator('[name="text"]').inputValue(), 'Báo ở phường, miễn phí.');
});
