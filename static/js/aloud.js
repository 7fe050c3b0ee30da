// New answers for screen readers, when their reader has asked for it (ARIA23): the text of each goes into a log that is
// heard, not seen. The cards themselves are never read out by themselves.

const ALOUD = 'doc-to';
const KEPT_LINES = 5;

class Aloud {
  constructor(page) {
    const box = page.querySelector('[data-aloud]');
    this.log = box?.querySelector('[role="log"]');
    this.button = box?.querySelector('button');
    this.button?.addEventListener('click', () => this.#switch());
    this.#show();
  }

  get #isOn() {
    return recall(ALOUD) === 'on';
  }

  #switch() {
    remember(ALOUD, this.#isOn ? '' : 'on');
    this.#show();
  }

  #show() {
    this.button?.setAttribute('aria-pressed', this.#isOn);
  }

  /** A card as it is now, and as it was known. */
  hear(card, known) {
    if (!this.log || !this.#isOn) return;
    const before = new Set([...known?.querySelectorAll('[data-answer]') ?? []].map((answer) => answer.dataset.answer));
    const fresh = [...card.querySelectorAll('[data-answer]')].filter((answer) => !before.has(answer.dataset.answer));
    if (fresh.length > 0) this.#say(card, fresh.at(-1));
  }

  #say(card, answer) {
    const line = document.createElement('p');
    const words = (scope, selector) => scope.querySelector(selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';
    const [unit, text] = [words(answer, 'strong'), words(answer, '.prose')];
    line.textContent = say('answer', { unit, title: words(card, 'h3'), text });
    this.log.append(line);
    while (this.log.children.length > KEPT_LINES) this.log.firstChild.remove();
  }
}
