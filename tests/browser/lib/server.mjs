// The built server with a demonstration city of its own, ended with the tests.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../../..');
const binary = resolve(repository, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/doithoai');

/**
 * Starts the demonstration; gives its `url`, its `accounts` by username, and `stop()`. `kill()` ends it as a power cut
 * does, `rise()` starts it again with what it had committed, at the same address.
 */
export async function startServer() {
  const folder = await mkdtemp(join(tmpdir(), 'doithoai-browser-'));
  const data = join(folder, 'data');
  let running = await run(folder, '127.0.0.1:0');
  const { url } = running;
  const accounts = JSON.parse(await readFile(join(data, 'demo-accounts.json'), 'utf8'));
  return {
    url,
    accounts: Object.fromEntries(accounts.map((account) => [account.username, account])),
    kill: () => running.end('SIGKILL'),
    async rise() {
      running = await run(folder, new URL(url).host, '--keep');
    },
    async stop() {
      await running.end('SIGTERM');
      await rm(folder, { recursive: true });
    },
  };
}

async function run(folder, address, ...more) {
  const options = ['serve', '--demo', '--data', join(folder, 'data'), '--listen', address, '--limits', 'off', ...more];
  const child = spawn(binary, options, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise((done) => child.once('close', done));
  const end = async (signal) => {
    child.kill(signal);
    await ended;
    process.off('exit', kill);
  };
  return { url: await listening(child), end };
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
