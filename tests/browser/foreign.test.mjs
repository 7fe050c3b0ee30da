// A WebSocket client that is not ours, and that offers a compression which the server does not take: it reads along,
// asks, sees its question approved, and is told goodbye.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { startServer } from './lib/server.mjs';

const LIVE = 'go-vuong-thu-tuc-doanh-nghiep-ho-kinh-doanh';

let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

/** A socket whose frames can be waited for. */
async function join(query = '', options = {}) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live/${LIVE}?${query}`, options);
  const frames = [];
  const waiting = [];
  socket.on('message', (data, isBinary) => {
    assert.equal(isBinary, false, 'text frames only');
    frames.push(JSON.parse(data));
    waiting.splice(0).forEach((look) => look());
  });
  await new Promise((open, fail) => socket.once('open', open).once('error', fail));
  async function until(what, fits) {
    for (let n = 0; ; n += 1) {
      while (n >= frames.length) {
        await new Promise((look, fail) => {
          const late = setTimeout(() => fail(new Error(`no ${what}`)), 10_000);
          waiting.push(() => { clearTimeout(late); look(); });
        });
      }
      if (fits(frames[n])) return frames.splice(0, n + 1).at(-1);
    }
  }
  const closed = new Promise((done) => socket.once('close', (code) => done(code)));
  return { socket, until, closed, say: (frame) => socket.send(JSON.stringify(frame)) };
}

/** A member of staff's cookie. */
async function signIn(username) {
  const { password } = server.accounts[username];
  const answer = await fetch(`${server.url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  assert.equal(answer.status, 204);
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

test('the client of npm reads along, asks, and sees the answer of the desk', async () => {
  const reader = await join();
  assert.equal(reader.socket.extensions, '', 'no extension was agreed on');
  const hello = await reader.until('hello', (frame) => frame.type === 'hello');
  assert.equal(hello.resumed, false);
  const snapshot = await reader.until('snapshot', (frame) => frame.type === 'snapshot');
  assert.ok(snapshot.questions.length > 0);

  reader.say({ do: 'ping', ref: null });
  await reader.until('beat', (frame) => frame.type === 'beat' && frame.seq === hello.seq);
  const pong = new Promise((done) => reader.socket.once('pong', (data) => done(data.toString())));
  reader.socket.ping('còn đó không');
  assert.equal(await pong, 'còn đó không');

  const ref = randomUUID();
  reader.say({ do: 'ask', ref, text: 'Câu hỏi gửi bằng một chương trình khác, dài vừa đủ.', field: 'f-dn' });
  const receipt = await reader.until('receipt', (frame) => frame.type === 'reply' && frame.ref === ref);
  assert.equal(receipt.ok, true, JSON.stringify(receipt));

  const desk = await join('audience=desk', { headers: { cookie: await signIn('p04') } });
  await desk.until('snapshot', (frame) => frame.type === 'snapshot');
  const key = randomUUID();
  desk.say({ do: 'approve', ref: key, id: receipt.id, lead_unit: 'u-stc' });
  const reply = await desk.until('reply', (frame) => frame.type === 'reply' && frame.ref === key);
  assert.equal(reply.ok, true, JSON.stringify(reply));
  const event = await reader.until('event', (frame) => frame.kind === 'question.approved');
  assert.equal(event.data.question.id, receipt.id);
  assert.ok(event.prev <= hello.seq && hello.seq < event.seq, 'it follows on what the reader had');

  desk.socket.close(1000);
  assert.equal(await desk.closed, 1000);
  reader.socket.send(Buffer.from([1, 2, 3]));
  assert.equal(await reader.closed, 1003, 'bytes are not taken');
});
