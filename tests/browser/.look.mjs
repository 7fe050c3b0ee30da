import { startServer } from './lib/server.mjs';
import { launch, person } from './lib/browser.mjs';
import { signIn } from './lib/acts.mjs';
const [,, out, width, scheme, who, ...paths] = process.argv;
const server = await startServer();
const browser = await launch();
try {
  const page = await person(browser, server.url, { viewport: { width: Number(width), height: width < 500 ? 740 : 900 }, colorScheme: scheme, reducedMotion: 'reduce' });
  if (who !== '-') await signIn(page, server.accounts[who]);
  let n = 0;
  for (const spec of paths) {
    const [path, y] = spec.split('@');
    if (path.startsWith('lang=')) { await page.goto('/ngon-ngu?' + path); continue; }
    await page.goto(path);
    if (y) await page.evaluate((top) => scrollTo(0, top), Number(y));
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${out}-${n++}.png` });
  }
  console.log(page.complaints.join('\n'));
} finally { await browser.close(); await server.stop(); }
