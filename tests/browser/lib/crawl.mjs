// Somebody who follows every link.

import { faultsOf, open } from './watch.mjs';

/** Pages that say the same of another thing are one kind; of most kinds, so many are enough. */
const MOST = 12;
/** What changes the reader, and what the browser itself dresses in styles that our policy then stops. */
const LEFT_OUT = /^\/(ngon-ngu|sitemap\.xml|static)(\/|$)/;

/**
 * Follows the links of this site from `starts` with all `tabs` at once, at most `most[kind]` pages of a kind, and hands
 * each page to `meet`. A kind is the first part of a path. Gives the paths that were opened, and what was wrong.
 */
export async function crawl(tabs, starts, { most = {}, meet = async () => [] } = {}) {
  const known = new Set(starts);
  const counts = new Map();
  const queue = [...starts];
  const faults = [];
  let busy = 0;
  const take = (path) => {
    const { pathname } = new URL(path, 'http://site');
    const kind = pathname.split('/')[1];
    const count = counts.get(kind) ?? 0;
    if (known.has(path) || LEFT_OUT.test(pathname) || count >= (most[kind] ?? MOST)) return;
    known.add(path);
    counts.set(kind, count + 1);
    queue.push(path);
  };
  const visit = async (tab, path) => {
    const answer = await open(tab, path);
    const wrong = [...await faultsOf(tab), ...await meet(tab, path)];
    const isRefused = answer.status() >= (starts.includes(path) ? 500 : 400);
    if (isRefused) wrong.push(`status ${answer.status()}`);
    faults.push(...wrong.map((what) => `${path}: ${what}`));
    if (answer.headers()['content-type'].startsWith('text/html')) (await linksOf(tab)).forEach(take);
  };
  await Promise.all(tabs.map(async (tab) => {
    while (queue.length > 0 || busy > 0) {
      const path = queue.shift();
      if (path === undefined) {
        await new Promise((go) => setTimeout(go, 10));
        continue;
      }
      busy += 1;
      try {
        await visit(tab, path);
      } finally {
        busy -= 1;
      }
    }
  }));
  return { opened: [...known], faults };
}

function linksOf(tab) {
  return tab.evaluate(() => [...document.querySelectorAll('a[href]')]
    .filter(({ origin }) => origin === location.origin)
    .map(({ pathname, search }) => pathname + search));
}
