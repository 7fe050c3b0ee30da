// What every browser test stands on: one demonstration, a browser or two, and people who are ready to act.

import { after, before } from 'node:test';
import { signIn } from './acts.mjs';
import { launch, person } from './browser.mjs';
import { startServer } from './server.mjs';

/**
 * Sets the stage before the tests of a file and clears it after them. `visitor` and `staff` open a window of their own;
 * `reader` does so in a second browser that shares nothing with the first. `server` gives the demonstration itself.
 */
export function setStage(options) {
  let server, browsers;
  before(async () => {
    server = await startServer();
    browsers = await Promise.all([launch(), launch()]);
  });
  after(async () => {
    await Promise.all((browsers ?? []).map((browser) => browser.close()));
    await server?.stop();
  });
  const visitor = () => person(browsers[0], server.url, options);
  return {
    server: () => server,
    visitor,
    reader: () => person(browsers[1], server.url, options),
    async staff(username) {
      const page = await visitor();
      await signIn(page, server.accounts[username]);
      return page;
    },
  };
}
