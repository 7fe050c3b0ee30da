// Every page is valid HTML by the checker of the W3C's validator (vnu), which is itself shown a fault and must see it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { ENDED, HOST, LIVE, MODERATOR, RESPONDENT } from './lib/acts.mjs';
import { setStage } from './lib/stage.mjs';

const VNU = createRequire(import.meta.url)('vnu-jar');
const PUBLIC = [
  '/', `/phien/${LIVE}`, `/phien/${ENDED}`, `/phien/${LIVE}/dat-cau-hoi`, `/phien/${ENDED}/dat-cau-hoi`, '/gui-phan-anh',
  '/cau-hoi/2-1', '/cau-hoi/1-1', '/cau-hoi/2-15', '/kho', '/kho?q=ho+so', '/kho?q=zzzz', '/tra-cuu', '/noi-quy',
  '/quyen-rieng-tu', '/tro-giup', '/dang-nhap', '/khong-co-trang-nay', `/man-chieu/${LIVE}`,
  `/man-chieu/${ENDED}`, `/man-chieu/${LIVE}/to-in`,
];
const ASKED = 'Tôi quên mã hồ sơ thì tra cứu thế nào?';
const STAFF = {
  [MODERATOR]: ['/lam-viec', `/ban-dieu-hanh/${LIVE}`, `/ban-dieu-hanh/${LIVE}?lane=approved`, '/tai-khoan',
    '/ban-dieu-hanh/tiep-nhan/nhap-ho'],
  [HOST]: [`/dieu-phoi/${LIVE}`],
  [RESPONDENT]: ['/ban-tra-loi'],
  p09: ['/ban-tra-loi/2-1'],
  p16: ['/quan-tri', '/quan-tri/phien', `/quan-tri/phien/${LIVE}`, '/quan-tri/don-vi', '/quan-tri/linh-vuc', '/quan-tri/can-bo',
    '/quan-tri/ngay-nghi', '/quan-tri/ly-do', '/quan-tri/mau-cau'],
};

const { visitor, staff } = setStage();

/** What the checker says of these pages, by their names: errors only. */
async function faults(pages) {
  const folder = await mkdtemp(join(tmpdir(), 'doithoai-valid-'));
  try {
    const files = await Promise.all(Object.values(pages).map(async (html, at) => {
      const file = join(folder, `${at}.html`);
      await writeFile(file, html);
      return file;
    }));
    const words = ['-jar', VNU, '--errors-only', '--format', 'json', '--stdout', '--exit-zero-always', ...files];
    const { stdout } = await promisify(execFile)('java', words, { maxBuffer: 1 << 26 });
    const names = Object.keys(pages);
    return JSON.parse(stdout).messages.map(({ url, message, extract }) =>
      `${names[parseInt(basename(url))]}: ${message} ${extract}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function read(page, paths) {
  const pages = {};
  for (const path of paths) pages[path] = await (await page.request.get(path, { headers: { accept: 'text/html' } })).text();
  return pages;
}

test('public pages are valid, and forms that come back', async () => {
  const page = await visitor();
  const pages = await read(page, PUBLIC);
  const steps = ['similar', 'about', 'check'].map((step) => [`/phien/${LIVE}/dat-cau-hoi`, { text: ASKED, step }]);
  const wrong = [[`/phien/${LIVE}/dat-cau-hoi`, { text: 'ngắn' }], ['/tra-cuu', { code: 'x' }], ['/dang-nhap', {}]];
  for (const [path, form] of [...wrong, ...steps]) {
    pages[`POST ${path} ${form.step ?? ''}`] = await (await page.request.post(path, { form })).text();
  }
  assert.deepEqual(await faults(pages), []);
});

test('public pages in English are valid', async () => {
  const page = await visitor();
  await page.goto('/ngon-ngu?lang=en');
  assert.deepEqual(await faults(await read(page, PUBLIC)), []);
});

test('staff pages are valid', async () => {
  const pages = {};
  for (const [username, paths] of Object.entries(STAFF)) Object.assign(pages, await read(await staff(username), paths));
  assert.deepEqual(await faults(pages), []);
});

test('the checker sees a fault that is there', async () => {
  const found = await faults({ broken: '<!doctype html><title>x</title><p><div></p><img src="x">' });
  assert.ok(found.length > 0 && found[0].startsWith('broken: '), `${found}`);
});
