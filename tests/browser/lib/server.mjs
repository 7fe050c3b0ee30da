// The built server with a demonstration city of its own, ended with the tests.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../../..');
const binary = resolve(repository, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/doithoai');

/** Starts the demonstration; gives its `url`, its `accounts` by username, and `stop()`. */
export async function startServer() {
  const folder = await mkdtemp(join(tmpdir(), 'doithoai-browser-'));
  const data = join(folder, 'data');
  const options = ['serve', '--demo', '--data', data, '--listen', '127.0.0.1:0', '--limits', 'off'];
  const child = spawn(binary, options, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise((done) => child.once('close', done));

  const url = await listening(child);
  const accounts = JSON.parse(await readFile(join(data, 'demo-accounts.json'), 'utf8'));
  return {
    url,
    accounts: Object.fromEntries(accounts.map((account) => [account.username, account])),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      await rm(folder, { recursive: true });
    },
  };
}

function listening(child) {
  return new Promise((found, lost) => {
    let log = '';
    child.stderr.on('data', (bytes) => { log += bytes; });
    child.once('error', (error) => lost(new Error(`${binary} does not start: ${error.message}`)));
    child.once('close', (code) => lost(new Error(`the server ended with ${code}:\n${log}`)));
    createInterface(child.stdout).on('line', (line) => {
      const address = /^listening (http:\S+)$/.exec(line);
      if (address) found(address[1]);
    });
  });
}
