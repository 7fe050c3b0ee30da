// What is new, told three ways: on the button behind which it waits, to screen readers now and then, and in the title
// of a page that nobody looks at.

const TELL_AFTER_MS = 1_000;
const QUIET_MS = 10_000;

class News {
  /** Cards that wait to be put in their place, by id. */
  #held = new Map();
  /** What was put in its place while nobody looked. */
  #unseen = new Set();
  #untold = new Set();
  #timer = null;
  #title = document.title;

  constructor(page, release) {
    this.button = page.querySelector('[data-news] button');
    this.status = page.querySelector('[data-told]');
    this.button.addEventListener('click', () => release(this.#take()));
    document.addEventListener('visibilitychange', () => this.#look());
  }

  /** The card that waits under this id. */
  held(id) {
    return this.#held.get(id)?.card;
  }

  /** A card waits. */
  hold(id, place, card) {
    const isKnown = this.#held.has(id);
    this.#held.set(id, { place, card });
    if (!isKnown) this.#untold.add(id);
    this.#show();
  }

  /** A new card stands where it belongs. */
  placed(id) {
    this.#held.delete(id);
    if (document.hidden) this.#unseen.add(id);
    this.#untold.add(id);
    this.#show();
  }

  /** There is nothing new about it. */
  forget(id) {
    for (const known of [this.#held, this.#unseen, this.#untold]) known.delete(id);
    this.#show();
  }

  #take() {
    const cards = [...this.#held.values()];
    this.#held.clear();
    this.#untold.clear();
    this.status.textContent = '';
    this.#show();
    return cards;
  }

  #look() {
    if (!document.hidden) this.#unseen.clear();
    this.#show();
  }

  #show() {
    const count = this.#held.size;
    const unseen = document.hidden ? count + this.#unseen.size : 0;
    this.button.hidden = count === 0;
    this.button.textContent = count ? say('news', { count }) : '';
    document.title = unseen ? `(${unseen}) ${this.#title}` : this.#title;
    this.#plan();
  }

  #plan() {
    if (this.#timer === null && this.#untold.size > 0) this.#timer = setTimeout(() => this.#tell(), TELL_AFTER_MS);
  }

  #tell() {
    const count = this.#held.size || this.#untold.size;
    if (this.#untold.size > 0) this.status.textContent = say('newsTold', { count });
    this.#untold.clear();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#plan();
    }, QUIET_MS);
  }
}
