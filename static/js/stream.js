// Reads the live stream of a session's page and proves that nothing is missing: an event is taken when it follows the
// last one, dropped when it is known, and anything else is asked for again by number (PROTOCOL.md, "Joining").

const SILENCE_MS = 40_000;
const STABLE_MS = 30_000;
const LONGEST_WAIT_MS = 30_000;
const TELL_OFFLINE_MS = 5_000;
const MINUTE_MS = 60_000;
/** A reader who saves data is caught up this often, and has no connection in between. */
const SAVING_MS = 30_000;
const isSaving = () => Boolean(navigator.connection?.saveData);

class Stream {
  #socket = null;
  #timers = {};
  #offlineTimer = null;
  #tries = 0;
  #heardAt = 0;

  constructor(page, board) {
    this.slug = page.dataset.slug;
    const { audience } = page.dataset;
    this.lens = audience ? { audience } : { format: 'html' };
    // A page that shows no state yet begins with a snapshot.
    this.seq = Number(page.dataset.seq ?? 0);
    this.epoch = page.dataset.epoch ?? '';
    this.board = board;
    this.offline = page.querySelector('[data-offline]');
    addEventListener('online', () => this.join());
    addEventListener('pageshow', () => this.#wake());
    addEventListener('pagehide', () => this.#leave());
    document.addEventListener('visibilitychange', () => this.#wake());
  }

  /** Joins, or joins anew: everything after the last known number comes again. */
  join() {
    this.#leave();
    const address = new URL(`/live/${this.slug}`, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    address.search = new URLSearchParams({ ...this.lens, after: this.seq, epoch: this.epoch });
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#heardAt = Date.now();
    const mine = (act) => (event) => { if (this.#socket === socket) act(event); };
    socket.addEventListener('open', mine(() => this.#opened()));
    socket.addEventListener('message', mine(({ data }) => this.#hear(JSON.parse(data))));
    socket.addEventListener('close', mine(() => this.#retry(this.#backoff())));
    this.#listen();
    this.#lost();
  }

  #leave() {
    const socket = this.#socket;
    this.#socket = null;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    socket?.close();
  }

  /** Back on the screen: a connection that may have slept is not trusted. */
  #wake() {
    const isAlive = this.#socket?.readyState <= WebSocket.OPEN && Date.now() - this.#heardAt < SILENCE_MS;
    if (!document.hidden && !isAlive) this.join();
  }

  #opened() {
    clearTimeout(this.#offlineTimer);
    this.#offlineTimer = null;
    this.offline.textContent = '';
    this.#after('stable', STABLE_MS, () => { this.#tries = 0; });
    // The answer comes after everything that was missed, and what is the reader's own.
    if (isSaving()) this.#socket.send('{"do":"ping"}');
    dispatchEvent(new Event('stream-joined'));
  }

  #hear(frame) {
    this.#heardAt = Date.now();
    this.#listen();
    switch (frame.type) {
      case 'hello':
        this.epoch = frame.epoch;
        this.board.viewers(frame.viewers);
        break;
      case 'snapshot':
        this.seq = frame.seq;
        this.board.snapshot(frame);
        break;
      case 'event':
        this.#take(frame);
        break;
      case 'tally':
        this.board.tally(frame);
        break;
      case 'mine':
        this.board.mine(frame.mine);
        break;
      case 'beat':
        if (frame.seq > this.seq) this.#retry(this.#backoff());
        else if (isSaving()) this.#pause();
        break;
      case 'bye':
        this.#retry(frame.retry_ms);
        break;
      default: // A kind of frame that this page does not know yet.
    }
  }

  #take(event) {
    if (event.seq <= this.seq) return;
    if (event.prev > this.seq) {
      this.#retry(this.#backoff());
      return;
    }
    this.seq = event.seq;
    this.board.event(event);
  }

  /** Silence is a lost connection that nobody has told of. */
  #listen() {
    this.#after('silence', SILENCE_MS, () => this.join());
  }

  #retry(wait) {
    this.#leave();
    this.#lost();
    this.#after('retry', wait, () => this.join());
  }

  /** Everything is known: nothing more is asked for until later. */
  #pause() {
    this.#leave();
    this.#tries = 0;
    this.#after('retry', SAVING_MS, () => this.join());
  }

  #backoff() {
    const longest = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** this.#tries);
    this.#tries += 1;
    return Math.random() * longest;
  }

  /** A short loss is nobody's business; a longer one is told until the stream is back. */
  #lost() {
    this.#offlineTimer ??= setTimeout(() => {
      this.offline.textContent = say('offline');
    }, TELL_OFFLINE_MS);
  }

  #after(name, wait, act) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(act, wait);
  }
}

/** The minute of the session goes on by itself. */
function tickMinutes() {
  for (const minute of document.querySelectorAll('[data-minute]')) {
    const passed = Math.floor((Date.now() - Date.parse(minute.dataset.minute)) / MINUTE_MS);
    if (passed >= 0) minute.textContent = passed;
  }
}

for (const page of document.querySelectorAll('[data-live]')) {
  new Stream(page, new Board(page)).join();
  setInterval(tickMinutes, MINUTE_MS / 2);
}
