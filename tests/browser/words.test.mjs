// What the public scripts say stands once for each language, and every sentence that they ask for is there.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const SCRIPTS = resolve(import.meta.dirname, '../../static/js');
const VALUES = { count: 12_345, unit: 'Sở Xây dựng', title: 'Nhà xưởng', text: 'Được.' };
const VIETNAMESE = /[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ]/i;
/** Scripts of staff speak Vietnamese in their own files. */
const STAFF = ['changes.js', 'desk.js', 'editor.js', 'office.js', 'order.js', 'presenter.js'];

const source = await readFile(join(SCRIPTS, 'words.js'), 'utf8');

/** The words as a page in this language has them. */
function spoken(lang) {
  const document = { documentElement: { lang } };
  return new Function('document', `${source}; return { WORDS, say };`)(document);
}

/** The sentences that a script asks for by name. */
function asked(script) {
  const calls = [...script.matchAll(/(?:\bsay|#tell)\(([^;]*?)[,)]/g)].map(([, words]) => words);
  return calls.flatMap((words) => [...words.matchAll(/'(\w+)'/g)].map(([, key]) => key));
}

test('both languages have the same sentences, and each says something', () => {
  const { WORDS } = spoken('vi');
  assert.deepEqual(Object.keys(WORDS.en), Object.keys(WORDS.vi));
  for (const [key, sentence] of Object.entries(WORDS.vi)) assert.match(sentence(VALUES), VIETNAMESE, key);
  for (const [key, sentence] of Object.entries(WORDS.en)) {
    const said = sentence({ ...VALUES, unit: 'Tax office', title: 'Workshop', text: 'Yes.' });
    assert.ok(said.length > 3 && !VIETNAMESE.test(said), `${key}: ${said}`);
  }
});

test('the page\'s language chooses, numbers too', () => {
  assert.equal(spoken('vi').say('charactersLeft', { count: 2_000 }), 'Còn 2.000 ký tự');
  assert.equal(spoken('en').say('charactersLeft', { count: 2_000 }), '2,000 characters left');
  assert.equal(spoken('en').say('newsTold', { count: 1 }), '1 new item');
  assert.equal(spoken('').say('newsTold', { count: 1 }), 'Có 1 mục mới');
});

test('scripts of the public ask for sentences that are there, and hold none of their own', async () => {
  const keys = Object.keys(spoken('vi').WORDS.vi);
  const used = new Set();
  for (const file of (await readdir(SCRIPTS)).filter((name) => name !== 'words.js' && !STAFF.includes(name))) {
    const script = await readFile(join(SCRIPTS, file), 'utf8');
    for (const key of asked(script)) used.add(key);
    const code = script.replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
    assert.doesNotMatch(code, VIETNAMESE, `${file} says something by itself`);
  }
  assert.deepEqual([...used].sort(), [...keys].sort());
});
