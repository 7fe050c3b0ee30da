// The moderators' desk by single keys. They rest while something is typed, and can be switched off (WCAG 2.2, 2.1.4).

const KEYS_OFF = 'phim-tat';
const FORM_OF_KEY = {
  a: 'approve', r: 'reject', b: 'request-info', m: 'merge', t: 'redirect', c: 'transfer', e: 'edit', g: 'retract',
  n: 'group',
};
/** Their wording stands there already: the next key sends it. */
const READY = ['approve', 'group'];
const FIELDS = 'input:not([type="hidden"]), select, textarea';
/** A key goes past the model texts: whoever is in a hurry writes. */
const FIRST = 'input:not([type="hidden"]), select:not([name="template"]), textarea';

class Desk {
  constructor(legend) {
    this.toggle = legend.querySelector('button');
    this.toggle.addEventListener('click', () => this.#switch());
    this.#tell();
    document.addEventListener('keydown', (event) => this.#press(event));
  }

  /** In their order; new ones join below. */
  get items() {
    return [...document.querySelectorAll('.desk__item')];
  }

  get #isOn() {
    return recall(KEYS_OFF) !== 'off';
  }

  #switch() {
    remember(KEYS_OFF, this.#isOn ? 'off' : '');
    this.#tell();
  }

  #tell() {
    this.toggle.setAttribute('aria-pressed', this.#isOn);
    this.toggle.querySelector('[data-state]').textContent = this.#isOn ? ': bật' : ': tắt';
  }

  #press(event) {
    if (!this.#isOn || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const isTyping = event.target.matches(FIELDS);
    if (isTyping && event.key !== 'Escape') return;
    if (this.#does(event.key.toLowerCase())) event.preventDefault();
  }

  /** Whether the key means something here. */
  #does(key) {
    switch (key) {
      case 'j': return this.#go(1);
      case 'k': return this.#go(-1);
      case 'escape': return this.#go(0);
      case 'u': return this.#undo();
      case 'h': return this.#hold();
      default: return this.#open(FORM_OF_KEY[key]);
    }
  }

  #at() {
    return this.items.findIndex((item) => item.contains(document.activeElement));
  }

  /** Where nothing has the focus: the question that the page came back about, or the first. */
  get #current() {
    return document.querySelector('.desk__item[data-current]') ?? this.items[0];
  }

  /** To the next item, the one before, or from a field back to its own. */
  #go(step) {
    const at = this.#at();
    if (at < 0 && step === 0) return false;
    return standAt(at < 0 ? this.#current : this.items[at + step]);
  }

  #open(verb) {
    const item = this.items[this.#at()] ?? this.#current;
    const form = verb && item?.querySelector(`form[data-do="${verb}"]`);
    if (!form) return false;
    const fold = form.closest('details');
    if (fold) fold.open = true;
    form.querySelector(READY.includes(verb) ? 'button' : FIRST).focus();
    return true;
  }

  /** The next eight for oneself. */
  #hold() {
    const form = document.querySelector('form[data-do="lease"]');
    form?.requestSubmit();
    return Boolean(form);
  }

  #undo() {
    const form = document.querySelector('.desk__undo');
    form?.requestSubmit();
    return Boolean(form);
  }
}

/** How long something lasts: a hold, the time in which a decision can be taken back. */
class Span {
  constructor(line, lasts, over) {
    this.line = line;
    this.over = over;
    this.last(lasts);
  }

  get left() {
    return this.end - performance.now();
  }

  /** From now on. */
  last(time) {
    this.end = performance.now() + time;
    clearInterval(this.ticking);
    this.ticking = setInterval(() => this.#tick(), 250);
    this.#tick();
  }

  #tick() {
    const left = Math.ceil(this.left / 1_000);
    this.line.textContent = left > 0 ? `còn ${left} giây` : this.over;
    if (left <= 0) clearInterval(this.ticking);
  }
}

/** What its moderator works on stays theirs: it is held on while they do something, and given back by time when they leave. */
class Holds {
  static HOLD = 90_000;
  static SOON = 30_000;
  static IDLE = 60_000;

  constructor(form, spans) {
    this.form = form;
    this.spans = spans;
    setInterval(() => this.#look(), 5_000);
  }

  async #look() {
    const running = this.spans.filter(([, span]) => span.left > 0);
    const isSoon = running.some(([, span]) => span.left < Holds.SOON);
    if (Touch.ago > Holds.IDLE || document.hidden || !isSoon) return;
    const headers = { accept: 'application/json' };
    const sent = { method: 'POST', headers, body: new URLSearchParams(new FormData(this.form)), redirect: 'error' };
    const answer = await fetch(this.form.action, sent).catch(() => null);
    if (!answer?.ok) return;
    const { held } = await answer.json();
    const isHeld = (line) => held.includes(line.closest('.desk__item').id.replace('cau-', ''));
    for (const [line, span] of running) if (isHeld(line)) span.last(Holds.HOLD);
  }
}

const legend = document.querySelector('[data-keys]');
if (legend) new Desk(legend);
for (const line of document.querySelectorAll('[data-left]')) new Span(line, Number(line.dataset.left), 'đã hết thời gian hoàn tác');
const spans = [...document.querySelectorAll('[data-hold]')].map((line) => [line, new Span(line, Number(line.dataset.hold), 'đã hết giờ giữ')]);
const own = spans.filter(([line]) => 'mine' in line.dataset);
const keep = document.querySelector('form[data-do="keep"]');
if (keep && own.length) new Holds(keep, own);

/** The proposed text follows its masks, as long as nobody has written another. */
class Masks {
  constructor(place) {
    this.place = place;
    this.letters = [...place.dataset.original];
    this.area = place.form.elements.public_text;
    // What came back from the server may be somebody's own words.
    this.proposed = place.form.elements.proposed.value.replaceAll('\r\n', '\n');
    place.addEventListener('change', () => this.#follow());
  }

  #follow() {
    if (this.area.value !== this.proposed) return;
    const spans = [...this.place.querySelectorAll('[name="mask"]:checked')].map(({ value }) => value.split('.').slice(-2).map(Number));
    const isHidden = (at) => spans.some(([start, end]) => at >= start && at < end);
    const shown = (letter, at) => {
      if (!isHidden(at)) return letter;
      return at > 0 && isHidden(at - 1) ? '' : '[…]';
    };
    this.proposed = this.letters.map(shown).join('');
    this.area.value = this.proposed;
    this.proposed = this.area.value;
  }
}

for (const place of document.querySelectorAll('[data-masks]')) new Masks(place);

/** A chosen model text stands in the note, to be read and changed; what was typed by hand stays. */
document.addEventListener('change', ({ target }) => {
  if (!target.matches('select[name="template"]')) return;
  const text = (key) => document.querySelector(`[data-templates] [data-key="${CSS.escape(key)}"]`)?.textContent ?? '';
  const note = target.form.elements.note;
  if (note.value && note.value !== text(target.dataset.last ?? '')) return;
  note.value = text(target.value);
  target.dataset.last = target.value;
});
