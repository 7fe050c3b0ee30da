// The page of a session as the stream changes it. A changed card is changed where it stands, at once. What is new waits
// behind "Có N mục mới" unless the reader is at the top: nothing moves under the reader's finger.

const AT_TOP_PX = 100;
/** A snapshot with this many cards may have left older ones out. */
const WHOLE_SNAPSHOT = 500;

class Board {
  /** Cards that wait to be put in their place, by id. */
  #held = new Map();

  constructor(page) {
    this.page = page;
    this.stage = page.querySelector('[data-stage]');
    this.notice = page.querySelector('[data-notice]');
    this.button = page.querySelector('[data-news] button');
    this.button.addEventListener('click', () => this.#release());
  }

  /** Everything as it stands now; cards of questions that it does not tell are gone. */
  snapshot({ stage, cards }) {
    this.#showStage(stage);
    const told = new Set(cards.map((card) => card.id));
    const shown = [...this.page.querySelectorAll('[data-list] [data-question]')].map((card) => card.dataset.question);
    const newest = Math.max(0, ...shown.map(numberOf));
    const untold = cards.length < WHOLE_SNAPSHOT ? shown.filter((id) => !told.has(id)) : [];
    for (const id of untold) this.#put({ id, place: 'gone' });
    // Older ones that the page does not show stand on its further pages.
    for (const card of cards) if (this.#find(card.id) || numberOf(card.id) > newest) this.#put(card);
  }

  /** One change. */
  event({ id, place, card, stage, notice }) {
    this.#showStage(stage);
    if (notice) this.#showNotice(notice.text);
    if (id) this.#put({ id, place, card });
  }

  /** Numbers that are counted, not told one by one. */
  tally({ votes = {}, viewers, balance = {} }) {
    for (const [id, count] of Object.entries(votes)) showVotes(id, count);
    for (const [name, count] of Object.entries(balance)) this.#write(`[data-balance="${CSS.escape(name)}"]`, count);
    this.viewers(viewers);
  }

  viewers(count) {
    if (count !== undefined) this.#write('[data-viewers]', count);
  }

  #write(selector, text) {
    for (const place of this.page.querySelectorAll(selector)) place.textContent = text;
  }

  #showStage(html) {
    if (typeof html !== 'string') return;
    const fresh = this.stage.cloneNode(false);
    fresh.append(fragment(html));
    if (fresh.innerHTML === this.stage.innerHTML) return;
    inPlace(() => swap(this.stage, fresh));
    this.stage = fresh;
  }

  #showNotice(text) {
    this.notice.textContent = text;
  }

  #find(id) {
    return document.getElementById(`q-${id}`);
  }

  #put({ id, place, card: html }) {
    const old = this.#find(id);
    this.#held.delete(id);
    if (place === 'gone' || !html) {
      if (old) inPlace(() => old.remove());
    } else {
      this.#show(id, place, old, fragment(html).firstElementChild);
    }
    this.#showNews();
  }

  #show(id, place, old, card) {
    showOwnVotes(card);
    if (old) inPlace(() => swap(old, card));
    if (card.closest('[data-list]')?.dataset.list === place) return;
    if (scrollY <= AT_TOP_PX) this.#insert(place, card);
    else this.#held.set(id, { place, card });
  }

  /** Puts a card on top of its list, or on the top of the other one when it has moved there. */
  #insert(place, card) {
    const hasFocus = card.contains(document.activeElement) && document.activeElement;
    this.page.querySelector(`[data-list="${CSS.escape(place)}"]`)?.prepend(card);
    if (hasFocus) hasFocus.focus({ preventScroll: true });
  }

  #showNews() {
    const count = this.#held.size;
    this.button.hidden = count === 0;
    this.button.textContent = count ? `Có ${count} mục mới, bấm để xem` : '';
  }

  #release() {
    let first;
    for (const { place, card } of this.#held.values()) {
      this.#insert(place, card);
      first = card;
    }
    this.#held.clear();
    this.#showNews();
    first?.querySelector('a')?.focus();
    first?.scrollIntoView({ block: 'center' });
  }
}

function numberOf(id) {
  return Number(id.split('-')[1]);
}
