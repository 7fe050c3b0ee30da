// The public pages in English: chosen by a link, kept, and whole. What stands in Vietnamese there says so (`lang="vi"`).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE, ask } from './lib/acts.mjs';
import { shoot } from './lib/browser.mjs';
import { setStage } from './lib/stage.mjs';

const PAGES = [
  '/', `/phien/${LIVE}`, '/phien/xay-dung-chinh-quyen-so-thanh-pho-thong-minh', `/phien/${LIVE}/dat-cau-hoi`, '/gui-phan-anh',
  '/cau-hoi/2-1', '/cau-hoi/1-1', '/cau-hoi/2-15', '/kho', '/kho?q=ho+so', '/kho?q=zzzz', '/tra-cuu', '/noi-quy',
  '/quyen-rieng-tu', '/tro-giup', '/khong-co-trang-nay', '/phien/xay-dung-chinh-quyen-so-thanh-pho-thong-minh/dat-cau-hoi',
];
const FORMS = [[`/phien/${LIVE}/dat-cau-hoi`, { text: 'short', 'contact.phone': 'x' }], ['/tra-cuu', { code: 'x' }],
  [`/phien/${LIVE}/dat-cau-hoi`, { text: 'How long does a permit for a workshop take?', step: 'check' }]];

const { visitor } = setStage();

/** Text and labels that claim to be English and hold letters that only Vietnamese has. A quoted word may. */
function vietnameseIn(page) {
  return page.evaluate(() => {
    const letters = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;
    const isEnglish = (element) => element.closest('[lang]').lang === 'en';
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data.replaceAll(/“[^”]*”/g, '').trim();
      if (letters.test(text) && isEnglish(node.parentElement) && !node.parentElement.closest('script, style')) found.push(text);
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [alt]')) {
      const text = ['aria-label', 'title', 'alt'].map((name) => element.getAttribute(name) ?? '').join(' ');
      if (letters.test(text) && isEnglish(element)) found.push(text);
    }
    return found;
  });
}

test('a link changes the language, which stays', async () => {
  const page = await visitor();
  await page.goto('/kho');
  await page.getByRole('link', { name: 'English' }).click();
  await page.waitForURL((url) => url.pathname === '/kho');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.goto('/');
  assert.equal(await page.locator('h1').innerText().then((text) => text.split('\n')[0].trim().slice(0, 3)), 'Ask');
  await shoot(page, 'english-home');
  await page.getByRole('link', { name: 'Tiếng Việt' }).click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
});

test('every public page is English throughout', async () => {
  const page = await visitor();
  await page.goto('/ngon-ngu?lang=en');
  for (const path of PAGES) {
    await page.goto(path);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en', path);
    assert.deepEqual(await vietnameseIn(page), [], path);
  }
  await page.goto(`/phien/${LIVE}`);
  await shoot(page, 'english-live');
});

test('forms that come back and what follows them are English', async () => {
  const page = await visitor();
  await page.goto('/ngon-ngu?lang=en');
  for (const [path, form] of FORMS) {
    const html = await (await page.request.post(path, { form })).text();
    await page.route('**/shown', (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await page.goto('/shown');
    await page.unroute('**/shown');
    assert.deepEqual(await vietnameseIn(page), [], `${path} ${JSON.stringify(form)}`);
  }
  const { code } = await ask(page, 'How long does a permit for a workshop of 200 square metres take?');
  assert.deepEqual(await vietnameseIn(page), []);
  await page.goto(`/tra-cuu/${code}`);
  assert.deepEqual(await vietnameseIn(page), []);
});

test('a program is told its mistake in the language it prefers', async () => {
  const page = await visitor();
  const title = async (headers) => (await (await page.request.get('/api/v1/questions/9-9', { headers })).json()).title;
  assert.equal(await title({ 'accept-language': 'en-GB,en;q=0.9' }), 'Not found.');
  assert.equal(await title({ 'accept-language': 'vi-VN,vi;q=0.9,en;q=0.8' }), 'Không tìm thấy.');
});
