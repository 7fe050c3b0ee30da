// The session's editor: characters left of a counted line, and how long the live stream takes there and back.

const PINGS = 5;
const PROBE_MS = 5_000;

for (const line of document.querySelectorAll('input[data-longest]')) {
  const told = line.closest('.field').querySelector('[data-count]');
  const tell = () => showCount(line, told);
  line.addEventListener('input', tell);
  tell();
}

/** The median of some pings to the beat that answers each, in milliseconds, on a socket of the public stream. */
function measure(slug) {
  const address = new URL(`/live/${slug}`, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address);
  const took = [];
  let sentAt;
  const ping = () => {
    sentAt = performance.now();
    socket.send(JSON.stringify({ do: 'ping' }));
  };
  const measured = new Promise((done, failed) => {
    socket.addEventListener('open', ping);
    socket.addEventListener('message', ({ data }) => {
      if (JSON.parse(data).type !== 'beat') return;
      took.push(performance.now() - sentAt);
      if (took.length < PINGS) ping();
      else done(took.sort((one, other) => one - other)[Math.floor(PINGS / 2)]);
    });
    socket.addEventListener('close', failed);
    setTimeout(failed, PROBE_MS);
  });
  return measured.finally(() => socket.close());
}

for (const probe of document.querySelectorAll('[data-probe]')) {
  const told = probe.querySelector('[data-measured]');
  probe.hidden = false;
  probe.querySelector('button').addEventListener('click', async () => {
    told.textContent = 'Đang đo…';
    try {
      const took = await measure(probe.dataset.probe);
      told.textContent = `Đường truyền trực tiếp: ${Math.max(1, Math.round(took))} ms tới máy chủ và trở lại trình duyệt này.`;
    } catch {
      told.textContent = 'Không nối được đường truyền trực tiếp từ trình duyệt này.';
    }
  });
}
