// What people do, each by the form that the page offers for it.

import assert from 'node:assert/strict';

export const LIVE = 'go-vuong-thu-tuc-doanh-nghiep-ho-kinh-doanh';
export const ENDED = 'xay-dung-chinh-quyen-so-thanh-pho-thong-minh';
export const MODERATOR = 'p04';
export const HOST = 'p02';
export const RESPONDENT = 'p10';

/** A change is live well before anybody reloads. */
const SOON_MS = 5_000;
const CODE = /\b[A-Z]{2}\d{2}-[2-9A-Z]{4}-[2-9A-Z]{4}\b/;

export async function signIn(page, { username, password }) {
  await page.goto('/dang-nhap');
  const form = page.locator('form[data-do="sign-in"]');
  await form.locator('[name="username"]').fill(username);
  await form.locator('[name="password"]').fill(password);
  await press(form);
  await page.waitForURL((url) => url.pathname !== '/dang-nhap');
}

/** Asks on the live session's page; gives the question's id and its tracking code. */
export async function ask(page, text, { field = 'f-dn', displayName } = {}) {
  await page.goto(`/phien/${LIVE}`);
  const form = page.locator('form[data-do="ask"]');
  await open(form);
  await form.locator('[name="text"]').fill(text);
  await choose(form, 'field', field);
  if (displayName) await form.locator('[name="display_name"]').fill(displayName);
  await press(form);
  await page.waitForURL((url) => url.pathname.startsWith('/tra-cuu/'));
  const [code] = CODE.exec(await page.locator('main').innerText());
  const mine = await (await page.request.get('/api/v1/mine')).json();
  const own = mine.questions.find((question) => question.code === code);
  assert.ok(own, `the asker's own list holds ${code}`);
  return { id: own.id, code };
}

/** Enters a question on behalf of somebody who called; gives its id. */
export async function enter(page, text) {
  const reply = await page.request.post(`/api/v1/desk/${LIVE}/questions`, { data: { text, channel: 'phone' } });
  assert.ok(reply.ok(), await reply.text());
  return (await reply.json()).id;
}

export async function approve(page, id, publicText, title) {
  await page.goto(`/ban-dieu-hanh/${LIVE}`);
  const form = deskForm(page, 'approve', id);
  await open(form);
  if (publicText) await form.locator('[name="public_text"]').fill(publicText);
  if (title) await form.locator('[name="title"]').fill(title);
  await send(form);
}

/** From the approved ones into the queue, if it is not there yet, and from the queue onto the stage. */
export async function putOnStage(page, id) {
  await page.goto(`/dieu-phoi/${LIVE}`);
  const queue = deskForm(page, 'queue', id);
  if (await queue.count() > 0) await send(queue);
  await send(deskForm(page, 'stage', id));
}

export async function answer(page, id, text) {
  await page.goto(`/ban-tra-loi/${id}`);
  const form = deskForm(page, 'answer', id);
  await form.locator('[name="text"]').fill(text);
  await form.locator('button[value="publish"]').click();
  await form.waitFor({ state: 'detached' });
}

export async function track(page, code) {
  await page.goto('/tra-cuu');
  const form = page.locator('form[data-do="track"]');
  await form.locator('[name="code"]').fill(code);
  await press(form);
}

/** Searches from the home page's own field. */
export async function search(page, words) {
  await page.goto('/');
  const form = page.locator('form[data-do="search"]').first();
  await form.locator('[name="q"]').fill(words);
  await press(form);
  await page.waitForURL((url) => url.pathname === '/kho');
}

export function card(page, id) {
  return page.locator(`[data-question="${id}"]`).first();
}

/** Waits until a live page shows a text on a question's card; new cards may be held back behind a button. */
export async function see(page, id, text) {
  const news = page.locator('[data-news] button');
  const shown = card(page, id).getByText(text).first();
  await within(SOON_MS, `the live card of ${id} shows ${text}`, async () => {
    if (await news.isVisible()) await news.click();
    return shown.isVisible();
  });
}

/** Asks `ready` until it says so; gives the milliseconds that took, or fails after `limit`. */
export async function within(limit, what, ready) {
  const start = performance.now();
  for (;;) {
    const fits = await ready();
    const took = performance.now() - start;
    assert.ok(took <= limit, `${what}: not within ${limit} ms`);
    if (fits) return took;
    await new Promise((go) => setTimeout(go, 50));
  }
}

function deskForm(page, act, id) {
  return page.locator(`form[data-do="${act}"][action*="${id}"]`).first();
}

/** A form may wait behind a summary that opens it. */
export async function open(form) {
  await form.waitFor({ state: 'attached' });
  if (await form.isVisible()) return;
  await form.locator('xpath=ancestor::details[not(@open)]/summary').first().click();
}

async function choose(form, name, value) {
  const field = form.locator(`[name="${name}"]`).first();
  if (await field.evaluate((element) => element.localName === 'select')) await field.selectOption(value);
  else await form.locator(`[name="${name}"][value="${value}"]`).check();
}

/** Sends a desk's form, and waits until the thing is no longer offered. */
async function send(form) {
  await open(form);
  await press(form);
  await form.waitFor({ state: 'detached' });
}

export function press(form) {
  return form.locator('button[type="submit"], button:not([type])').first().click();
}
