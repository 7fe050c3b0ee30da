// Puts every payload into every field that keeps a text, by the calls that programs use.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAYLOADS, packed } from './payloads.mjs';
import { spread } from './watch.mjs';

/** So many calls are on their way at once. */
const AT_ONCE = 8;
/** Rows of each list that are written anew in every round; those that were added for it go again. */
const ROWS = 40;
const LISTS = ['units', 'fields', 'reasons', 'templates'];

/** Keys that an object of JavaScript has without being told; a body may bring them, and nobody may mind. */
const KEYS = JSON.parse('{"__proto__": {"polluted": "<b onclick=__xss()>"}, "constructor": {"prototype": {"polluted": 1}}}');

/** Calls as the person whose browser this is; whatever is refused fails the test. */
export async function callerOf(page, url) {
  if ((await page.context().cookies()).length === 0) await page.goto('/');
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  return async (method, path, data) => {
    const body = data && JSON.stringify({ ...data, ...KEYS });
    const headers = { cookie, 'content-type': 'application/json' };
    const reply = await fetch(`${url}/api/v1/${path}`, { method, headers, body });
    const said = await reply.text();
    assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${said}\n${body}`);
    return said && JSON.parse(said);
  };
}

/** Does something with each, several at once. */
export const all = (items, act) => spread(Array.from({ length: AT_ONCE }), items, (item, _, at) => act(item, at));

const letter = (text) => (/\p{L}/u.test(text) ? text : `${text} a`);

/** What fills a field: its parts one after the other, told to the ledger. */
export function filler(ledger, field, parts) {
  let next = 0;
  return () => {
    const part = parts[next % parts.length];
    next += 1;
    ledger.note(field, part.payloads);
    return part.text;
  };
}

/** The city's lists and people, row by row anew until every row's field had its share; `look` looks after each round. */
export async function fillLists(admin, ledger, look) {
  const ends = [80, 250, 2_000, 10_000].map((length) => [length, packed(length)]);
  const parts = Object.fromEntries(ends);
  const fill = (field, length) => filler(ledger, field, parts[length]);
  const members = {
    units: { name: 250, short: 80, kind: 80, org_code: 80 },
    fields: { name: 250 },
    reasons: { label: 250 },
    templates: { label: 250, text: 10_000 },
    staff: { name: 80, title: 250 },
  };
  for (const list of LISTS) await grow(admin, list, list === 'units' ? ROWS : ROWS / 2);
  const fillers = Object.fromEntries(Object.entries(members).map(([list, lengths]) =>
    [list, Object.entries(lengths).map(([name, length]) => [name, fill(`${list}.${name}`, length)])]));
  for (let round = 0; ; round += 1) {
    let written = 0;
    for (const [list, fields] of Object.entries(fillers)) {
      const { items } = await admin('GET', `admin/${list}`);
      const length = Math.min(...Object.values(members[list]));
      if (round * items.length >= parts[length].length) continue;
      written += items.length;
      await all(items, (row) => {
        const key = row.id ?? row.key ?? row.username;
        const former = list === 'units' ? { predecessors: share(ledger, 'units.predecessors', 40) } : {};
        const filled = Object.fromEntries(fields.map(([name, next]) => [name, next()]));
        return admin('PUT', `admin/${list}/${key}`, { ...row, ...former, ...filled });
      });
    }
    if (written === 0) break;
    await look(round);
  }
  await shrink(admin);
  await all(parts[250], ({ text, payloads }, at) => {
    const date = new Date(Date.UTC(2040, 0, 1 + at)).toISOString().slice(0, 10);
    ledger.note('holidays.label', payloads);
    return admin('POST', 'admin/holidays', { date, off: true, label: text });
  });
  await all(parts[80], ({ text, payloads }, at) => {
    ledger.note('synonyms.label', payloads);
    const others = share(ledger, 'synonyms.text', 9);
    // A letter at its end tells each term from those that only differ in what nobody sees.
    const terms = others.map((term, place) => term.replace(/\s+/g, ' ').trim() + 'abcdefghi'[place]);
    return admin('POST', 'admin/synonyms', { key: `nhom-${at}`, label: letter(text), text: terms.join('\n') });
  });
  await look(0);
}

/** The next so many payloads, one by one, for a field that is a list. */
export function share(ledger, field, count) {
  const begun = ledger.shared ??= new Map();
  const from = begun.get(field) ?? 0;
  begun.set(field, from + count);
  const payloads = Array.from({ length: count }, (_, at) => PAYLOADS[(from + at) % PAYLOADS.length]);
  ledger.note(field, payloads);
  return payloads;
}

async function grow(admin, list, rows) {
  const { items } = await admin('GET', `admin/${list}`);
  const missing = Array.from({ length: rows - items.length }, (_, at) => `them-${at}`);
  const named = { units: ['id', 'name'], fields: ['id', 'name'] }[list] ?? ['key', 'label'];
  await all(missing, (key) => admin('POST', `admin/${list}`, { [named[0]]: key, [named[1]]: key, text: key }));
}

/** Leaves as many rows as a city has, each named by one payload: a desk repeats every unit beside every question. */
async function shrink(admin) {
  for (const list of LISTS) {
    const { items } = await admin('GET', `admin/${list}`);
    await all(items, (row, at) => {
      const path = `admin/${list}/${row.id ?? row.key}`;
      if (path.includes('them-')) return admin('DELETE', path);
      const name = row.name ? 'name' : 'label';
      return admin('PUT', path, { ...row, predecessors: [], [name]: PAYLOADS[(at * 17) % PAYLOADS.length] });
    });
  }
}

/** Sessions: announced, cancelled, and left as drafts. */
export async function fillSessions(admin, ledger) {
  const next = Object.fromEntries(Object.entries({ summary: 2_000, place: 500, note: 2_000 })
    .map(([field, length]) => [field, filler(ledger, `sessions.${field}`, packed(length))]));
  const stream = filler(ledger, 'sessions.stream_url', packed(470));
  await all(packed(250), async ({ text, payloads }, at) => {
    const slug = `phien-xss-${at}`;
    ledger.note('sessions.title', payloads);
    await admin('POST', 'admin/sessions', {
      title: text, slug, start: `2031-01-${10 + (at % 20)}T08:30:00+07:00`, summary: next.summary(), place: next.place(),
      stream_url: `https://evil.invalid/${stream()}`, legal_basis: share(ledger, 'sessions.legal_basis', 20),
      host_unit: 'u-stc', co_host_units: ['u-snv'], respondent_units: ['u-stc', 'u-sxd'], chair: 'p01', host: 'p02',
      fields: ['f-dn', 'f-cqs'],
    });
    if (at % 10 === 9) return;
    await admin('POST', `admin/sessions/${slug}/announce`);
    if (at % 4 === 1) await admin('POST', `admin/sessions/${slug}/cancel`, { note: next.note() });
  });
}

/** The archive of an older portal. */
export async function fillArchive(importFile, ledger) {
  const folder = await mkdtemp(join(tmpdir(), 'doithoai-items-'));
  const lines = packed(190).map(({ text, payloads }, at) => {
    const item = {
      ref: `${at} ${text}`, title: text, question: `Câu hỏi: ${text}`, answer: payloads.join('\n\n'), unit: text,
      field: text, source: text, kind: text,
    };
    for (const column of Object.keys(item)) ledger.note(`items.${column}`, payloads);
    return JSON.stringify(item);
  });
  try {
    await writeFile(join(folder, 'items.jsonl'), lines.join('\n'));
    return (await importFile(join(folder, 'items.jsonl'))).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}
