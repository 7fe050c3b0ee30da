// The projector: what the stage shows is fetched anew when the stream tells of a change, and each minute. B blanks the
// screen, F fills it, and whoever leads the session puts the next question on stage with the arrow.

const SHRINKING = ['hall__question--long', 'hall__question--longer'];
const MOST_LINES = 12;
const REFRESH_AFTER_MS = 150;
const REFRESH_EVERY_MS = 60_000;
const CLOCK_MS = 5_000;
const NOTICE_MS = 180_000;
/** The longest notice for a hall, in characters: it leaves the stage its room. */
const NOTICE_LENGTH = 160;
const TELL_KEYS_MS = 4_000;

class Presenter {
  #timer;
  #keysTimer;
  #noticeTimer;

  constructor(screen) {
    this.screen = screen;
    this.now = screen.querySelector('[data-now]');
    this.clock = screen.querySelector('[data-clock]');
    this.notice = screen.querySelector('[data-notice]');
    addEventListener('resize', () => this.#fit());
    addEventListener('keydown', (event) => this.#key(event));
    addEventListener('pointermove', () => this.#tellKeys());
    this.#tick();
    setInterval(() => this.#tick(), CLOCK_MS);
    setInterval(() => this.#refresh(), REFRESH_EVERY_MS);
    this.#fit();
  }

  snapshot() {
    this.#refresh();
  }

  event({ notice }) {
    if (notice) this.#tellNotice(notice.text);
    else this.#refresh();
  }

  tally() {}

  viewers() {}

  mine() {}

  #refresh() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(), REFRESH_AFTER_MS);
  }

  async #fetch() {
    const reply = await fetch(`${location.pathname}?phan=1`).catch(() => null);
    // Without a network the screen keeps what it shows; the stream tells that it is lost.
    if (!reply?.ok) return;
    this.now.replaceChildren(fragment(await reply.text()));
    this.screen.querySelector('[data-invitation]').textContent = this.now.querySelector('[data-invites]').dataset.invites;
    this.#fit();
  }

  get #isTooLong() {
    return document.documentElement.scrollHeight > innerHeight;
  }

  /** Smaller letters first, then fewer lines: nothing is ever cut through. */
  #fit() {
    const question = this.now.querySelector('.hall__question');
    question.classList.remove(...SHRINKING, 'hall__question--cut');
    for (const size of SHRINKING) {
      if (this.#isTooLong) question.classList.add(size);
    }
    if (!this.#isTooLong) return;
    question.classList.add('hall__question--cut');
    for (let lines = MOST_LINES; lines > 0 && this.#isTooLong; lines -= 1) question.style.setProperty('--lines', lines);
  }

  #tellNotice(text) {
    const letters = [...text];
    this.notice.textContent = letters.length > NOTICE_LENGTH ? `${letters.slice(0, NOTICE_LENGTH).join('')}…` : text;
    this.#fit();
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => {
      this.notice.textContent = '';
      this.#fit();
    }, NOTICE_MS);
  }

  #tick() {
    this.clock.textContent = new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' });
  }

  #tellKeys() {
    document.documentElement.classList.add('hall--touched');
    clearTimeout(this.#keysTimer);
    this.#keysTimer = setTimeout(() => document.documentElement.classList.remove('hall--touched'), TELL_KEYS_MS);
  }

  #key({ key, ctrlKey, metaKey, altKey }) {
    if (ctrlKey || metaKey || altKey) return;
    if (key === 'b' || key === 'B') document.documentElement.classList.toggle('hall--blank');
    if (key === 'f' || key === 'F') this.#fill();
    if (key === 'ArrowRight') this.#next();
  }

  #fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }

  async #next() {
    const id = this.now.querySelector('[data-next]')?.dataset.next;
    if (id) await fetch(`/api/v1/desk/questions/${encodeURIComponent(id)}/stage`, { method: 'POST' });
  }
}

for (const screen of document.querySelectorAll('[data-presenter]')) {
  new Stream(screen, new Presenter(screen)).join();
}
