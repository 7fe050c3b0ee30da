// What hostile people type, in every field that keeps a text and wherever a page repeats something, is text on every
// page: nothing of it runs, nothing becomes markup, and the policy has nothing to stop.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOST, LIVE, MODERATOR, RESPONDENT, signIn, within } from './lib/acts.mjs';
import { crawl } from './lib/crawl.mjs';
import { callerOf, fillArchive, fillLists, fillSessions } from './lib/fill.mjs';
import { fillMoves, fillQuestions, fillSmall, hireColleague } from './lib/moves.mjs';
import { FAMILIES, Ledger, PAYLOADS } from './lib/payloads.mjs';
import { addresses, fillings, forms } from './lib/reflect.mjs';
import { setStage } from './lib/stage.mjs';
import { faultsOf, open, send, spread, watch } from './lib/watch.mjs';

const ADMIN = 'p16';
const SOON_MS = 2_000;
const PUBLIC = ['/', `/phien/${LIVE}`, `/phien/${LIVE}/dat-cau-hoi`, '/cau-hoi/1-1', '/kho', `/man-chieu/${LIVE}`];
const WORDS = ['don-vi', 'can-bo', 'linh-vuc', 'ly-do', 'mau-cau', 'ngay-nghi', 'tu-dong-nghia']
  .map((page) => `/quan-tri/${page}`);
const FILES = ['/feeds/answers.atom', '/opendata/questions.csv', '/opendata/questions.json', `/sessions/${LIVE}.ics`,
  '/sessions/phien-xss-0.ics', `/api/v1/sessions/${LIVE}/questions?limit=100`, `/api/v1/sessions/${LIVE}/events`,
  '/api/v1/site', '/api/v1/archive?q=svg', '/api/v1/questions/2-20', '/api/v1/khong-co'];

const stage = setStage({ viewport: { width: 360, height: 640 } });
const ledger = new Ledger();
const began = performance.now();
const people = {};
const callers = {};
let pages = 0;
let filled;

/** Somebody with a few watched tabs. */
async function watched(page, count = 2) {
  const context = page.context();
  const noticed = await watch(context, stage.server().url);
  const tabs = await Promise.all(Array.from({ length: count }, () => context.newPage()));
  // A tab of this site, so that it can send a form of it.
  await Promise.all(tabs.map((tab) => open(tab, '/noi-quy')));
  return { page, noticed, tabs };
}

/** Opens pages as somebody; all of them are ours. */
async function look(name, paths) {
  const { tabs, noticed } = people[name];
  await spread(tabs, paths, async (path, tab) => {
    const answer = await open(tab, path);
    pages += 1;
    assert.ok(answer.status() < 500, `${path}: ${answer.status()}`);
    assert.deepEqual(await faultsOf(tab), [], path);
  });
  assert.deepEqual(noticed.splice(0), []);
}

/** Follows the links that somebody sees; gives the pages that were opened, and what was wrong. */
async function follow(name, starts, options) {
  const { tabs, noticed } = people[name];
  const { opened, faults } = await crawl(tabs, starts, options);
  pages += opened.length;
  return { opened, faults: [...faults, ...noticed.splice(0)] };
}

test('everybody who reads, asks or works has a window that is watched', async () => {
  const { url } = stage.server();
  const names = { moderator: MODERATOR, second: 'p05', host: HOST, respondent: RESPONDENT, admin: ADMIN };
  for (const [name, username] of Object.entries(names)) {
    people[name] = await watched(await stage.staff(username), name === 'second' ? 0 : 2);
  }
  for (const name of ['asker', 'english']) people[name] = await watched(await stage.visitor());
  people.visitor = await watched(await stage.reader());
  for (const [name, { page }] of Object.entries(people)) callers[name] = await callerOf(page, url);
  const colleague = await stage.visitor();
  await signIn(colleague, await hireColleague(callers.admin));
  callers.colleague = await callerOf(colleague, url);
});

test('the payloads are many, of many kinds, and each is another', () => {
  assert.ok(Object.keys(FAMILIES).length >= 18);
  assert.ok(PAYLOADS.length >= 320);
  assert.equal(new Set(PAYLOADS).size, PAYLOADS.length);
  for (const [family, payloads] of Object.entries(FAMILIES)) assert.ok(payloads.length >= 10, family);
});

test('names of units, fields, reasons, people and days are text wherever they stand', async () => {
  await fillLists(callers.admin, ledger, async (round) => {
    await Promise.all([
      look('admin', round < 4 ? [...WORDS, `/quan-tri/phien/${LIVE}`] : WORDS.slice(0, 2)),
      look('visitor', round < 4 ? PUBLIC : PUBLIC.slice(0, 2)),
      ...(round < 4 ? [look('moderator', [`/ban-dieu-hanh/${LIVE}?lane=approved`])] : []),
    ]);
  });
  await fillSessions(callers.admin, ledger);
});

test('what arrives on an open page over the live stream is text', async (t) => {
  const watchers = [
    ['visitor', `/phien/${LIVE}`], ['visitor', `/man-chieu/${LIVE}`], ['asker', `/phien/${LIVE}`],
    ['moderator', `/ban-dieu-hanh/${LIVE}`], ['host', `/dieu-phoi/${LIVE}`], ['respondent', '/ban-tra-loi'],
  ];
  const windows = await Promise.all(watchers.map(async ([name, path]) => {
    const tab = await people[name].page.context().newPage();
    await open(tab, path);
    return { name, tab };
  }));
  filled = await fillQuestions(callers, ledger);
  await fillMoves(callers, filled, ledger);
  const [{ tab: reader }] = windows;
  const last = [...filled.titles.keys()].filter((id) => id.startsWith('2-')).at(-1);
  for (const { tab } of windows) {
    const news = tab.locator('[data-news] button');
    if (await news.count() > 0 && await news.isVisible()) await news.click();
  }
  await reader.locator(`[data-question="${last}"]`).first().waitFor();
  for (const { name, tab } of windows) {
    pages += 1;
    assert.deepEqual([...await faultsOf(tab), ...people[name].noticed.splice(0)], [], tab.url());
  }
  t.diagnostic(`${await reader.locator('[data-list] [data-question]').count()} cards came`);
  for (const { tab } of windows) await tab.close();
});

test('an older portal\'s questions and answers are text', async () => {
  await fillArchive(stage.server().importFile, ledger);
  await look('visitor', ['/cau-hoi/a-1', '/kho?q=c%C3%A2u+h%E1%BB%8Fi&session=kho']);
});

test('every field that keeps a text has taken every payload', () => {
  assert.deepEqual(ledger.lacking, []);
  assert.ok(ledger.fields.length >= 50, `${ledger.fields.length} fields`);
});

test('every page that a link leads to shows them as text', async () => {
  const shown = async (tab, path) => {
    const title = filled.titles.get(/^\/cau-hoi\/([^/?]+)$/.exec(path)?.[1]);
    const heading = title && await tab.locator('h1').textContent();
    return heading === title ? [] : [`its title is ${heading}`];
  };
  const few = { 'cau-hoi': 5, kho: 5, phien: 5 };
  const sorts = ['votes', 'new', 'answered'].map((sort) => `/phien/${LIVE}?sort=${sort}`);
  const lanes = [LIVE, 'tiep-nhan'].flatMap((slug) =>
    ['pending', 'duplicates', 'suspect', 'needs_info', 'approved'].map((lane) => `/ban-dieu-hanh/${slug}?lane=${lane}`));
  const everybody = async () => {
    const questions = [...filled.titles.keys()].map((id) => `/cau-hoi/${id}`);
    const starts = [...questions, '/', `/phien/${LIVE}`, ...sorts, '/kho', '/kho?q=svg', '/kho?q=zzzz', '/kho?sort=new', ...FILES,
      `/man-chieu/${LIVE}`, `/man-chieu/${LIVE}/to-in`, '/s2', '/khong-co-trang-nay'];
    return follow('visitor', starts, { most: { kho: 12, phien: 20 }, meet: shown });
  };
  const others = async () => {
    await open(people.english.tabs[0], '/ngon-ngu?lang=en');
    return [
      await follow('asker', ['/', `/phien/${LIVE}`], { most: { ...few, 'tra-cuu': 25 } }),
      await follow('moderator', ['/lam-viec', ...lanes], { most: few }),
      await follow('host', ['/lam-viec', `/dieu-phoi/${LIVE}`], { most: few }),
      await follow('respondent', ['/lam-viec', '/ban-tra-loi'], { most: { ...few, 'ban-tra-loi': 25 } }),
      await follow('admin', ['/quan-tri'], { most: { ...few, 'quan-tri': 30 } }),
      await follow('english', ['/', `/phien/${LIVE}`, '/kho?q=svg'], { most: { ...few, 'cau-hoi': 20 } }),
    ];
  };
  const [own, rest] = await Promise.all([everybody(), others()]);
  assert.deepEqual([own, ...rest].flatMap(({ faults }) => faults), []);
});

test('a spreadsheet takes no cell of the open data for a formula', async () => {
  const table = await (await fetch(`${stage.server().url}/opendata/questions.csv`)).text();
  const cells = [...table.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => cell);
  assert.ok(cells.length > PAYLOADS.length);
  assert.deepEqual(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell)), []);
});

test('words of an address that a page repeats are text', async () => {
  const asked = addresses();
  await Promise.all(Object.entries(asked).map(([name, paths]) => look(name, paths)));
});

test('a form that comes back shows what was typed as text', async () => {
  const all = forms(await fillSmall(callers));
  for (const [name, offered] of Object.entries(all)) {
    const { tabs, noticed } = people[name];
    const sent = offered.flatMap((form) => fillings(form).map((fields) => [form[0], fields]));
    await spread(tabs, sent, async ([path, fields], tab) => {
      const answer = await send(tab, path, fields);
      pages += 1;
      assert.ok([200, 401, 404, 409, 422].includes(answer.status()), `${path}: ${answer.status()}`);
      assert.deepEqual(await faultsOf(tab), [], path);
      assert.deepEqual(noticed.splice(0), [], path);
    });
  }
});

test('enough was typed, and enough pages were opened', (t) => {
  const seconds = Math.round((performance.now() - began) / 1000);
  t.diagnostic(`${Object.keys(FAMILIES).length} families, ${PAYLOADS.length} payloads, ${ledger.fields.length} fields, `
    + `${pages} pages, ${seconds} s`);
  assert.ok(pages >= 1_000, `${pages} pages`);
});

/** The negative control: each of these the watch would see. */
test('a payload that runs is noticed', async () => {
  const careless = [
    [/a script/, '<script>__xss()</script>', true],
    [/stopped script-src/, '<script>__xss()</script>', true],
    [/it ran/, '<script>__xss()</script>', false],
    [/it ran/, '<img src=x onerror=__xss()>', false],
    [/onerror/, '<img src=x onerror=__xss()>', true],
    [/stopped script-src-attr/, '<img src=x onerror=__xss()>', true],
    [/dialog/, '<script>alert(1)</script>', false],
    [/error/, '<script>throw new Error("careless")</script>', false],
    [/asked another host/, '<img src="http://evil.invalid/x.gif">', false],
    [/javascript:/, '<a href="javascript:__xss()">a</a>', true],
    [/id cookie/, '<form id="cookie"></form>', true],
    [/http-equiv/, '<meta http-equiv="refresh" content="900">', true],
    [/<iframe>/, '<iframe srcdoc="a"></iframe>', true],
    [/worked out/, '<p>{{271*8191}} = 2219761</p>', true],
    [/its policy/, '', false],
  ];
  const { noticed, tabs: [tab] } = await watched(await stage.visitor());
  for (const [sign, markup, isGuarded] of careless) {
    noticed.length = 0;
    await tab.unroute('**/tro-giup');
    await tab.route('**/tro-giup', async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      if (!isGuarded) delete headers['content-security-policy'];
      await route.fulfill({ response, headers, body: (await response.text()).replace('</main>', `${markup}</main>`) });
    });
    await open(tab, '/tro-giup');
    await within(SOON_MS, `${sign} of ${markup} is noticed`, async () =>
      [...await faultsOf(tab), ...noticed].some((what) => sign.test(what)));
  }
});
