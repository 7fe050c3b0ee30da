import { launch } from './lib/browser.mjs';
import { readFile } from 'node:fs/promises';
const [,, out, ...files] = process.argv;
const b = await launch(); const p = await b.newPage({ viewport: { width: 1600, height: 800 } });
const imgs = await Promise.all(files.map(async f => `<img src="data:image/png;base64,${(await readFile(f)).toString('base64')}" style="height:${process.env.H ?? 740}px;margin:4px;border:1px solid #888">`));
await p.setContent(`<body style="margin:0;background:#ccc;display:flex;flex-wrap:wrap">${imgs.join('')}</body>`);
await p.screenshot({ path: out, fullPage: true }); await b.close();
