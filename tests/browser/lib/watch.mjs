// Tabs that notice when something runs that nobody of ours wrote, when the policy had to stop something, when another
// host is asked, and when a text became markup.

import { NAMES, PRODUCT } from './payloads.mjs';

/** Every element that the site's own pages are made of. */
const ELEMENTS = `a article aside b bdi blockquote body br button code dd details div dl dt em fieldset footer form h1 h2 h3 h4
  head header html input kbd label legend li link main mark meta nav ol option p path script section select span strong
  summary svg template textarea time title ul`.split(/\s+/);
const POLICY = /^default-src 'none'; script-src 'nonce-([^']+)' 'strict-dynamic'; .*require-trusted-types-for 'script'/;

/** Watches over everything that somebody's browser opens from now on; gives the list of what it noticed. */
export async function watch(context, url) {
  const noticed = [];
  const { origin, host } = new URL(url);
  const where = (page) => (page?.url() ?? 'nowhere').slice(0, 80);
  await context.exposeBinding('__xss', ({ page }) => { noticed.push(`${where(page)}: it ran`); });
  await context.exposeBinding('__stopped', ({ page }, what) => { noticed.push(`${where(page)}: stopped ${what}`); });
  await context.addInitScript(() => {
    const tell = window.__stopped;
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      tell(`${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) noticed.push(`asked another host: ${request.url()}`);
  });
  context.on('dialog', async (dialog) => {
    noticed.push(`${where(dialog.page())}: dialog ${dialog.message()}`);
    await dialog.dismiss().catch(() => {});
  });
  context.on('weberror', (error) => noticed.push(`${where(error.page())}: error ${error.error().message}`));
  context.on('console', (message) => {
    const text = message.text();
    // A warning may repeat what was typed.
    const isStopped = message.type() === 'error' && /content security policy|requires 'Trusted/i.test(text);
    if (isStopped) noticed.push(`${where(message.page())}: ${text}`);
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== host) noticed.push(`asked another host: ${socket.url()}`);
    });
    page.on('popup', (popup) => noticed.push(`${where(page)}: opened ${popup.url()}`));
    page.on('response', (response) => {
      const isPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame();
      if (isPage) Object.assign(page, { answer: response });
    });
  });
  return noticed;
}

/** Opens an address, or follows a form; gives the answer of the page that stands there in the end. */
export async function open(page, path) {
  try {
    await page.goto(path);
  } catch (error) {
    // A file to be kept is no page.
    if (!/download is starting|ERR_ABORTED/i.test(error.message)) throw error;
  }
  return page.answer;
}

/** Sends a form as a person does whose fields hold whatever was typed. */
export async function send(page, path, fields) {
  await Promise.all([
    page.waitForEvent('load'),
    page.evaluate(([action, pairs]) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action });
      for (const [name, value] of pairs) form.append(Object.assign(document.createElement('textarea'), { name, value }));
      document.body.append(form);
      form.submit();
    }, [path, Object.entries(fields)]),
  ]);
  return page.answer;
}

/** What is wrong with the page as it stands. */
export async function faultsOf(page) {
  const headers = page.answer.headers();
  if (!headers['content-type'].startsWith('text/html')) {
    return headers['x-content-type-options'] === 'nosniff' ? [] : ['its kind may be guessed'];
  }
  const policy = headers['content-security-policy'] ?? '';
  const [, nonce] = POLICY.exec(policy) ?? [];
  if (!nonce) return [`its policy is ${policy}`];
  return page.evaluate(inspect, { nonce, elements: ELEMENTS, names: NAMES, product: PRODUCT });
}

/** Runs in the page. */
function inspect({ nonce, elements, names, product }) {
  const faults = [];
  const known = new Set(elements);
  const clobbers = new Set(names);
  const loads = new Set(['src', 'srcset', 'data', 'action', 'formaction', 'poster', 'background', 'xlink:href', 'ping']);
  const schemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);
  const read = (address) => {
    try {
      return new URL(address, location.href);
    } catch {
      return { protocol: 'https:', origin: 'nowhere' };
    }
  };
  const look = (element) => {
    const fault = (what) => faults.push(`${what}: ${element.outerHTML.slice(0, 200)}`);
    const tag = element.localName;
    if (!known.has(tag)) fault(`<${tag}>`);
    const isOurs = element.nonce === nonce && element.getAttribute('src')?.startsWith('/static/');
    if (tag === 'script' && !isOurs) fault('a script');
    for (const { name, value } of element.attributes) {
      if (/^on|^style$|^srcdoc$|^http-equiv$|^is$|^shadowroot/i.test(name)) fault(name);
      if ((name === 'id' || name === 'name') && clobbers.has(value)) fault(`${name} ${value}`);
      if (name !== 'href' && !loads.has(name)) continue;
      const { protocol, origin } = read(value);
      if (!schemes.has(protocol)) fault(protocol);
      if ((name !== 'href' || tag !== 'a') && origin !== location.origin) fault(`${name} ${origin}`);
    }
    if (tag === 'template') for (const inner of element.content.querySelectorAll('*')) look(inner);
  };
  for (const element of document.querySelectorAll('*')) look(element);
  for (const key in {}) faults.push(`every object has ${key}`);
  if (document.documentElement.textContent.includes(product)) faults.push('an expression was worked out');
  return faults;
}

/** Does something with each, so many at a time, each with a worker of its own. */
export async function spread(workers, items, act) {
  const queue = [...items].entries();
  await Promise.all(workers.map(async (worker) => {
    for (const [at, item] of queue) await act(item, worker, at);
  }));
}
