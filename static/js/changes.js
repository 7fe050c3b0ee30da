// What others change while a desk or a board is open, by the desk's lens of the live stream: told and marked where it
// stands. Nothing moves until somebody asks for it.

/** What stands in a lane besides what waits for a decision. */
const STATES_OF_LANE = { needs_info: ['needs_info'], approved: ['approved', 'merged'] };
const COUNTED = ['pending', 'needs_info', 'approved'];
/** Where a new question may stand. */
const NEWS = ['pending', 'waiting', 'duplicates', 'suspect'];
/** How long changes are gathered before what stands beside the list is asked for again, and how long it may be old. */
const GATHERED = 2_000;
const OLD = 20_000;
/** Whoever has touched nothing for so long has left the desk. */
const LEFT = 10 * 60_000;
/** A lane shows no more. */
const FULL = 100;

/** The line "Có 2 câu mới, bấm để xem". */
class News {
  constructor(page, press) {
    this.button = page.querySelector('[data-news] button');
    this.button.addEventListener('click', press);
  }

  tell(words) {
    this.button.hidden = !words;
    this.button.textContent = words;
  }
}

/** How long ago somebody did something on this page, in milliseconds. */
class Touch {
  static #last = performance.now();

  static {
    for (const sign of ['keydown', 'pointerdown', 'input', 'scroll']) {
      document.addEventListener(sign, () => { Touch.#last = performance.now(); }, { passive: true });
    }
  }

  static get ago() {
    return performance.now() - Touch.#last;
  }
}

/** The counts of the lanes, the pace, the longest wait and who is on duty, as they are now. */
class Side {
  #asking = 0;

  constructor(page) {
    this.page = page;
    this.ticking = setInterval(() => this.changed(), OLD);
  }

  changed() {
    // A page that nobody looks at asks for nothing: its reader's sign-in must be able to run out.
    if (document.hidden || Touch.ago > LEFT) return;
    this.#asking ||= setTimeout(() => this.#ask(), GATHERED);
  }

  async #ask() {
    const { slug, lane } = this.page.dataset;
    const answer = await fetch(`/ban-dieu-hanh/${slug}/ben?lane=${lane}`).catch(() => null);
    this.#asking = 0;
    if (!answer?.ok) return;
    const now = fragment(await answer.text());
    const pace = now.querySelector('[data-pace]');
    // Who is signed out is led to the page where one signs in.
    if (!pace) return clearInterval(this.ticking);
    for (const count of now.querySelectorAll('[data-count]')) {
      this.page.querySelector(`[data-count="${count.dataset.count}"]`).textContent = count.textContent;
    }
    this.page.querySelector('[data-pace]').replaceChildren(...pace.children);
  }
}

class DeskChanges {
  /** Questions of this lane that the page does not show yet. */
  #fresh = new Set();
  #own = '';

  constructor(page) {
    this.page = page;
    this.lane = page.dataset.lane;
    this.list = page.querySelector('.desk');
    this.status = page.querySelector('[data-taken]');
    this.news = new News(page, () => this.#release());
    this.side = new Side(page);
    page.addEventListener('submit', ({ target }) => { this.#own = target.closest('.desk__item')?.id; });
  }

  snapshot({ questions, balance }) {
    for (const question of questions) this.#meet(question);
    this.tally({ balance });
  }

  event({ data }) {
    if (data.question) this.#meet(data.question);
    this.side.changed();
  }

  tally({ balance }) {
    for (const state of COUNTED) this.page.querySelector(`[data-count="${state}"]`).textContent = balance[state];
    document.title = document.title.replace(/^(\(\d+\) )?/, balance.pending ? `(${balance.pending}) ` : '');
  }

  viewers() {}

  #meet({ id, moderation, visibility }) {
    const item = document.getElementById(`cau-${id}`);
    const belongs = (STATES_OF_LANE[this.lane] ?? ['pending']).includes(moderation);
    const isSeen = visibility === 'public' || 'moderates' in this.page.dataset;
    if (item) this.#mark(id, item, belongs);
    if (belongs && !item && isSeen && NEWS.includes(this.lane)) this.#fresh.add(id);
    else this.#fresh.delete(id);
    this.#tell();
  }

  #mark(id, item, belongs) {
    const isTaken = item.classList.contains('desk__item--taken');
    if (belongs !== isTaken || item.id === this.#own) return;
    const tag = item.querySelector('[data-stands]');
    item.classList.toggle('desk__item--taken', !belongs);
    tag.className = belongs ? 'tag tag--pending' : 'tag tag--rejected';
    tag.textContent = belongs ? 'Chờ xử lý' : 'Đã có người xử lý';
    this.status.textContent = belongs ? '' : `Câu ${id}: đã có người xử lý.`;
  }

  #tell() {
    const count = this.#fresh.size;
    this.news.tell(count ? `Có ${count} câu mới, bấm để xem` : '');
  }

  /** Puts the new ones below the others, so that nothing that is typed is lost. */
  async #release() {
    const address = `${location.pathname}?lane=${this.lane}`;
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return;
    const page = fragment(await answer.text());
    const ids = [...this.#fresh].sort((one, other) => one.split('-')[1] - other.split('-')[1]);
    const items = ids.map((id) => page.querySelector(`#cau-${CSS.escape(id)}`)).filter(Boolean);
    for (const count of page.querySelectorAll('[data-count]')) {
      this.page.querySelector(`[data-count="${count.dataset.count}"]`).textContent = count.textContent;
    }
    if (!items.length) {
      // A list that is too long for its page shows one that is asked for on top.
      if (this.list.children.length >= FULL) location.assign(`${address}&id=${ids[0]}`);
      this.status.textContent = 'Câu mới nằm ở danh sách khác.';
    }
    this.list.append(...items);
    this.#fresh.clear();
    this.#tell();
    if (items.length) standAt(items[0]);
  }
}

/** The board is drawn anew when its reader asks for it. */
class BoardChanges {
  #count = 0;

  constructor(page) {
    this.news = new News(page, () => location.reload());
  }

  snapshot() {
    this.#tell();
  }

  event({ kind }) {
    if (kind !== 'question.received') this.#tell();
  }

  tally() {}

  viewers() {}

  #tell() {
    this.#count += 1;
    this.news.tell(`Có ${this.#count} thay đổi, bấm để xem`);
  }
}

/** The focus goes to the title of an item. */
function standAt(item) {
  const title = item?.querySelector('.desk__title');
  title?.focus();
  return Boolean(title);
}

for (const page of document.querySelectorAll('[data-desk]')) new Stream(page, new DeskChanges(page)).join();
for (const page of document.querySelectorAll('[data-board]')) new Stream(page, new BoardChanges(page)).join();
