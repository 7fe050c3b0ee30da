// The page of a session as the stream changes it. A changed card is changed where it stands, at once. What is new waits
// behind "Có N mục mới" unless the reader is at the top: nothing moves under the reader's finger.

const AT_TOP_PX = 100;
/** A snapshot with this many cards may have left older ones out. */
const WHOLE_SNAPSHOT = 500;

class Board {
  constructor(page) {
    this.page = page;
    this.stage = page.querySelector('[data-stage]');
    this.own = page.querySelector('[data-mine]');
    this.notice = page.querySelector('[data-notice]');
    this.news = new News(page, (cards) => this.#release(cards));
    this.aloud = new Aloud(page);
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
  event({ id, place, card, stage, notice, kind }) {
    this.#showStage(stage);
    if (notice) this.#showNotice(notice.text);
    if (id) this.#put({ id, place, card, kind });
  }

  /** Numbers that are counted, not told one by one. */
  tally({ votes = {}, viewers, balance = {} }) {
    for (const [id, count] of Object.entries(votes)) showVotes(id, count);
    const waiting = balance.approved - balance.answered;
    for (const [name, count] of Object.entries({ ...balance, waiting })) this.#count(name, count);
    this.viewers(viewers);
  }

  viewers(count) {
    if (count === undefined) return;
    for (const place of this.page.querySelectorAll('[data-viewers]')) {
      place.textContent = count;
      place.parentElement.hidden = count === 0;
    }
  }

  /** The reader's own questions; no other reader gets this. */
  mine(html) {
    if (!this.own) return;
    this.own = replace(this.own, html);
    const count = this.own.querySelectorAll('[data-own]').length;
    const link = this.page.querySelector('[data-mine-link]');
    if (!link) return; // a session that never was has no list of one's own
    link.hidden = count === 0;
    link.querySelector('[data-mine-count]').textContent = count;
  }

  /** A part of the balance that counts nothing is not told. */
  #count(name, count) {
    for (const place of this.page.querySelectorAll(`[data-balance="${CSS.escape(name)}"]`)) {
      place.textContent = count;
      const part = place.closest('[data-part]');
      if (part) part.hidden = count === 0;
    }
  }

  #showStage(html) {
    if (typeof html !== 'string') return;
    this.stage = replace(this.stage, html);
    document.body.classList.toggle('is-live', Boolean(this.stage.querySelector('[data-air]')));
    this.#showDoor(this.stage.querySelector('[data-takes]')?.dataset.takes === 'true');
  }

  /** A session that takes no questions offers no form, but what is being written is not taken away. */
  #showDoor(isOpen) {
    const typed = this.page.querySelector('form[data-do="ask"] [name="text"]')?.value.trim();
    for (const door of this.page.querySelectorAll('[data-door]')) door.hidden = !isOpen && !typed;
  }

  #showNotice(text) {
    this.notice.textContent = text;
  }

  #find(id) {
    return document.getElementById(`q-${id}`);
  }

  #put({ id, place, card: html, kind }) {
    const old = this.#find(id);
    if (place === 'gone' || !html) {
      this.news.forget(id);
      if (old) inPlace(() => old.remove());
      return;
    }
    const card = fragment(html).firstElementChild;
    const known = old ?? this.news.held(id);
    if (known || kind === 'answer.published') this.aloud.hear(card, known);
    this.#show(id, place, old, card);
  }

  #show(id, place, old, card) {
    showOwnVotes(card);
    if (old) inPlace(() => swap(old, card));
    if (card.closest('[data-list]')?.dataset.list === place) {
      this.news.forget(id);
    } else if (scrollY <= AT_TOP_PX) {
      this.#insert(place, card);
      this.news.placed(id);
    } else {
      this.news.hold(id, place, card);
    }
  }

  /** Puts a card on top of its list, or on the top of the other one when it has moved there. */
  #insert(place, card) {
    const hasFocus = card.contains(document.activeElement) && document.activeElement;
    this.page.querySelector(`[data-list="${CSS.escape(place)}"]`)?.prepend(card);
    if (hasFocus) hasFocus.focus({ preventScroll: true });
  }

  #release(cards) {
    for (const { place, card } of cards) this.#insert(place, card);
    const first = cards.at(-1)?.card;
    first?.querySelector('a')?.focus();
    first?.scrollIntoView({ block: 'center' });
  }
}

function numberOf(id) {
  return Number(id.split('-')[1]);
}
