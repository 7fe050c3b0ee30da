// The projector: what the stage shows is fetched anew when the stream tells of a change. B blanks the screen, F fills
// it, and whoever leads the session puts the next question on stage with the arrow.

const SHRINKING = ['hall__question--long', 'hall__question--longer'];
const REFRESH_AFTER_MS = 150;
const CLOCK_MS = 5_000;

class Presenter {
  #timer;

  constructor(screen) {
    this.screen = screen;
    this.now = screen.querySelector('[data-now]');
    this.clock = screen.querySelector('[data-clock]');
    addEventListener('resize', () => this.#fit());
    addEventListener('keydown', (event) => this.#key(event));
    this.#tick();
    setInterval(() => this.#tick(), CLOCK_MS);
    this.#fit();
  }

  snapshot() {
    this.#refresh();
  }

  event() {
    this.#refresh();
  }

  tally() {}

  viewers() {}

  mine() {}

  #refresh() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(), REFRESH_AFTER_MS);
  }

  async #fetch() {
    const reply = await fetch(`${location.pathname}?phan=1`);
    if (!reply.ok) return;
    this.now.replaceChildren(fragment(await reply.text()));
    this.#fit();
  }

  #fit() {
    const question = this.now.querySelector('.hall__question');
    question?.classList.remove(...SHRINKING);
    for (const size of SHRINKING) {
      if (document.documentElement.scrollHeight > innerHeight) question?.classList.add(size);
    }
  }

  #tick() {
    this.clock.textContent = new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' });
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
