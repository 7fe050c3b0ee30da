// From an empty city to an announced session by forms alone, along the checklist of the first run.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { press, signIn } from './lib/acts.mjs';
import { launch, person, shoot } from './lib/browser.mjs';
import { startEmptyServer } from './lib/server.mjs';

const TITLE = 'Phiên đối thoại đầu tiên';
const PASSWORD = 'một mật khẩu khác đủ dài';

let server, browser, admin;
before(async () => {
  server = await startEmptyServer();
  browser = await launch();
  admin = await person(browser, server.url, { javaScriptEnabled: false });
  await signIn(admin, server.accounts.mai);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Follows a step of the checklist, to the form that does it. */
async function follow(word, act) {
  await admin.goto('/quan-tri');
  await admin.getByRole('link', { name: word }).click();
  return admin.locator(`form[data-do="${act}"]`).last();
}

async function openSteps() {
  await admin.goto('/quan-tri');
  return admin.locator('[data-first-run]').getAttribute('data-first-run');
}

async function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) await form.locator(`[name="${name}"]:not([type="hidden"])`).fill(value);
}

async function send(form, said) {
  await press(form);
  await admin.getByText(said).waitFor();
}

test('from an empty database to an announced session', async () => {
  assert.equal(await openSteps(), '4');
  await shoot(admin, 'first-run');

  const unit = await follow('Thêm đơn vị', 'put-unit');
  await fill(unit, { name: 'Sở Thử Nghiệm' });
  await unit.locator('[name="kind"]').selectOption('so');
  await send(unit, 'Đã lưu đơn vị u-so-thu-nghiem.');
  assert.equal(await openSteps(), '3');

  const field = await follow('Thêm lĩnh vực', 'put-field');
  await fill(field, { name: 'Nước sạch' });
  await field.locator('[name="default_unit"]').selectOption('u-so-thu-nghiem');
  await send(field, 'Đã lưu lĩnh vực');
  assert.equal(await openSteps(), '2');

  for (const [username, roles] of [['lan', ['moderator']], ['binh', ['host', 'chair']], ['hoa', ['respondent']]]) {
    const form = await follow('Tạo tài khoản cán bộ', 'create-staff');
    await fill(form, { username, name: `Cán bộ ${username}`, title: 'Chuyên viên', password: PASSWORD });
    await form.locator('[name="unit"]').selectOption('u-so-thu-nghiem');
    for (const role of roles) await form.locator(`[name="roles"][value="${role}"]`).check();
    await send(form, `Đã tạo tài khoản ${username}.`);
  }
  assert.equal(await openSteps(), '1');

  const session = await follow('Soạn phiên đầu tiên', 'create-session');
  await fill(session, { title: TITLE, start: '2031-01-30T08:30' });
  await session.locator('[name="host_unit"]').selectOption('u-so-thu-nghiem');
  await session.locator('select[name="respondent_units"]').selectOption('u-so-thu-nghiem');
  await session.locator('[name="host"]').selectOption('binh');
  await session.locator('[name="moderators"][value="lan"]').check();
  await session.locator('button[value="announce"]').click();
  await admin.getByText('Đã công bố phiên.').waitFor();

  assert.equal(await openSteps(), '0');
  await admin.getByText('Chuẩn bị lần đầu: đã xong').waitFor();
  const citizen = await person(browser, server.url, { javaScriptEnabled: false });
  await citizen.goto('/');
  await citizen.getByText(TITLE).first().waitFor();
});
