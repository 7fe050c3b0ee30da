// The session's editor: units in an order that buttons change without a script and dragging with one, and a draft that
// only those who prepare it see.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOST, MODERATOR } from './lib/acts.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const ADMIN = 'p16';
const TITLE = 'Đối thoại về cấp nước sạch nông thôn';
const UNITS = ['u-stc', 'u-sxd', 'u-vp'];

const withScript = setStage();
const withoutScript = setStage({ javaScriptEnabled: false });

async function draft(admin, members = {}) {
  const data = { title: TITLE, start: '2031-01-30T08:30:00+07:00', respondent_units: UNITS, ...members };
  const reply = await admin.request.post('/api/v1/admin/sessions', { data });
  assert.ok(reply.ok(), await reply.text());
  return (await reply.json()).session.slug;
}

const editForm = (page) => page.locator('form[data-do="edit-session"]');
const button = (page, way, unit) => editForm(page).locator(`button[value="respondent_units:${way}:${unit}"]`);
const order = (page) =>
  editForm(page).locator('li input[name="respondent_units"]').evaluateAll((inputs) => inputs.map(({ value }) => value));

async function saved(admin, slug) {
  const patched = await admin.request.patch(`/api/v1/admin/sessions/${slug}`, { data: {} });
  return (await patched.json()).session.respondent_units;
}

test('units are reordered, added and taken out by buttons, and nothing typed is lost', async () => {
  const admin = await withoutScript.staff(ADMIN);
  const slug = await draft(admin);
  await admin.goto(`/quan-tri/phien/${slug}`);
  await editForm(admin).locator('[name="place"]').fill('Nhà văn hóa xã Đồng Lúa');
  await editForm(admin).locator('[name="duration_min"]').fill('90000');
  await button(admin, 'up', 'u-sxd').click();
  assert.deepEqual(await order(admin), ['u-sxd', 'u-stc', 'u-vp']);
  assert.ok(await button(admin, 'down', 'u-sxd').evaluate((element) => element === document.activeElement));
  await button(admin, 'down', 'u-stc').click();
  await editForm(admin).locator('select[name="respondent_units"]').selectOption('u-snnmt');
  await editForm(admin).locator('button[value="respondent_units:add:"]').click();
  await button(admin, 'drop', 'u-vp').click();
  assert.deepEqual(await order(admin), ['u-sxd', 'u-stc', 'u-snnmt']);
  assert.deepEqual(await saved(admin, slug), UNITS, 'nothing is saved yet');
  assert.equal(await editForm(admin).locator('[name="place"]').inputValue(), 'Nhà văn hóa xã Đồng Lúa');
  assert.equal(await editForm(admin).locator('[name="duration_min"]').inputValue(), '90000');

  await editForm(admin).locator('[name="duration_min"]').fill('90');
  // Enter saves; it presses none of the buttons that move a unit.
  await editForm(admin).locator('[name="place"]').press('Enter');
  await admin.getByText('Đã lưu thay đổi của phiên.').waitFor();
  assert.deepEqual(await saved(admin, slug), ['u-sxd', 'u-stc', 'u-snnmt']);
});

test('with a script units move in place, and can be dragged', async () => {
  const admin = await withScript.staff(ADMIN);
  const slug = await draft(admin);
  await admin.goto(`/quan-tri/phien/${slug}`);
  await admin.evaluate(() => { window.isSamePage = true; });
  await button(admin, 'up', 'u-vp').press('Enter');
  assert.deepEqual(await order(admin), ['u-stc', 'u-vp', 'u-sxd']);
  const row = (unit) => editForm(admin).locator('li').filter({ has: admin.locator(`input[value="${unit}"]`) });
  await row('u-sxd').dragTo(row('u-stc'), { targetPosition: { x: 40, y: 4 } });
  assert.deepEqual(await order(admin), ['u-sxd', 'u-stc', 'u-vp']);
  await editForm(admin).locator('select[name="respondent_units"]').selectOption('u-snnmt');
  await editForm(admin).locator('button[value="respondent_units:add:"]').click();
  await button(admin, 'drop', 'u-stc').click();
  assert.deepEqual(await order(admin), ['u-sxd', 'u-vp', 'u-snnmt']);
  assert.ok(await admin.evaluate(() => window.isSamePage));
  await shoot(admin, 'editor-ordered');
  await editForm(admin).locator('button[value="save"]:not(.unseen)').click();
  await admin.getByText('Đã lưu thay đổi của phiên.').waitFor();
  assert.deepEqual(await saved(admin, slug), ['u-sxd', 'u-vp', 'u-snnmt']);
  assert.deepEqual(admin.complaints, []);
});

test('a draft is previewed by those who are named in it, and is not there for anybody else', async () => {
  const admin = await withoutScript.staff(ADMIN);
  const slug = await draft(admin, { host: HOST });
  await admin.goto(`/quan-tri/phien/${slug}`);
  await editForm(admin).locator('button[value="preview"]').click();
  assert.equal(new URL(admin.url()).pathname, `/xem-truoc/${slug}`);
  for (const page of [admin, await withoutScript.staff(HOST)]) {
    await page.goto(`/xem-truoc/${slug}`);
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await page.locator('[data-preview]').waitFor();
    assert.equal(await page.locator('meta[name="robots"]').getAttribute('content'), 'noindex');
  }
  const elsewhere = await withoutScript.staff(MODERATOR);
  assert.equal((await elsewhere.goto(`/xem-truoc/${slug}`)).status(), 404);
  const stranger = await withoutScript.visitor();
  await stranger.goto(`/xem-truoc/${slug}`);
  assert.equal(new URL(stranger.url()).pathname, '/dang-nhap');
  assert.equal((await stranger.goto(`/phien/${slug}`)).status(), 404);
});

test('a draft that lacks something says what, and a session is copied to the next date', async () => {
  const admin = await withoutScript.staff(ADMIN);
  const slug = await draft(admin);
  await admin.goto(`/quan-tri/phien/${slug}`);
  await editForm(admin).locator('button[value="announce"]').click();
  await admin.getByText('Phiên còn là bản nháp vì chưa đủ để công bố.').waitFor();
  await admin.getByRole('link', { name: 'Chưa chọn đơn vị chủ trì.' }).click();
  assert.ok(new URL(admin.url()).hash.endsWith('host_unit'));
  await admin.locator('form[data-do="repeat-session"] button[value="last_weekday"]').click();
  await admin.getByText('Đã tạo phiên kế tiếp').waitFor();
  assert.equal(await editForm(admin).locator('[name="start"]').inputValue(), '2031-02-27T08:30');
  assert.deepEqual(await order(admin), UNITS);
});

test('the way of the live stream is measured there and back', async () => {
  const admin = await withScript.staff(ADMIN);
  await admin.goto(`/quan-tri/phien/${await draft(admin)}`);
  await admin.locator('[data-probe] button').click();
  await admin.getByText(/Đường truyền trực tiếp: \d+ ms/).waitFor();
});
