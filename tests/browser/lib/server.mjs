// The built server with a demonstration city of its own, or with an empty one, ended with the tests.

import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const repository = resolve(import.meta.dirname, '../../..');
const binary = resolve(repository, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/doithoai');

/** The one account of an empty city. */
const ADMIN = { username: 'mai', password: 'một mật khẩu đủ dài' };

const newFolder = () => mkdtemp(join(tmpdir(), 'doithoai-browser-'));

/**
 * Starts the demonstration; gives its `url`, its `accounts` by username, and `stop()`. `kill()` ends it as a power cut
 * does, `rise()` starts it again with what it had committed, at the same address. `importFile(file)` is the command.
 */
export async function startServer() {
  const folder = await newFolder();
  const data = join(folder, 'data');
  const server = await serve(folder, ['--demo', '--data', data], ['--keep']);
  const accounts = JSON.parse(await readFile(join(data, 'demo-accounts.json'), 'utf8'));
  return {
    ...server,
    accounts: Object.fromEntries(accounts.map((account) => [account.username, account])),
    importFile: (file) => promisify(execFile)(binary, ['import', file, '--data', data]),
  };
}

/** Starts a city in which there is nothing but an administrator. */
export async function startEmptyServer() {
  const folder = await newFolder();
  const data = join(folder, 'data');
  const create = ['admin', 'create', '--data', data, '--username', ADMIN.username, '--password-stdin'];
  const child = spawn(binary, create, { cwd: folder, stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(ADMIN.password);
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(`admin create ended with ${code}`);
  return { ...await serve(folder, ['--data', data], []), accounts: { [ADMIN.username]: ADMIN } };
}

/** Serves from `place`; a second time with `again`. */
async function serve(folder, place, again) {
  let running = await run(folder, '127.0.0.1:0', place);
  const { url } = running;
  return {
    url,
    kill: () => running.end('SIGKILL'),
    async rise() {
      running = await run(folder, new URL(url).host, [...place, ...again]);
    },
    async stop() {
      await running.end('SIGTERM');
      await rm(folder, { recursive: true });
    },
  };
}

async function run(folder, address, place) {
  const options = ['serve', ...place, '--listen', address, '--limits', 'off'];
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
