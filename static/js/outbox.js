// A question that was sent is sent until its receipt comes: always with the same key, so that it is filed once, however
// often the way to the server was cut. Without this script the same form posts.

const FIRST_WAIT_MS = 2_000;
const LAST_WAIT_MS = 30_000;
/** A server that answers so is not there: nothing was refused. */
const ABSENT = [502, 503, 504];
const ANSWER_WITHIN_MS = 20_000;
/** A text far beyond what a question may have would not even be read (64 KiB): its writer is told here. */
const MOST_CHARACTERS = 10_000;

class Outbox {
  /** What is on its way: the fields as they were when the button was pressed. */
  #letter = null;
  #button;
  #call = null;
  #timer;
  #wait = FIRST_WAIT_MS;

  constructor(form) {
    this.form = form;
    this.line = statusLine(form);
    form.addEventListener('submit', (event) => this.#press(event));
    form.addEventListener('input', () => this.#edit());
    addEventListener('online', () => this.#again());
    addEventListener('stream-joined', () => this.#again());
    addEventListener('pagehide', () => this.#leave());
    if (wasPressed(form)) this.#offer();
  }

  #press(event) {
    if (event.defaultPrevented || this.form.dataset.plain || event.submitter?.name === 'step') return;
    event.preventDefault();
    if (this.#call) return;
    const { text } = this.form.elements;
    const length = charactersIn(text.value);
    if (length > MOST_CHARACTERS) {
      this.line.textContent = say('tooLong', { count: length - Number(text.dataset.longest ?? 0) });
      return;
    }
    this.#button = event.submitter ?? undefined;
    this.#letter = new URLSearchParams(new FormData(this.form, this.#button));
    this.#wait = FIRST_WAIT_MS;
    saveDraft(this.form, true);
    this.#tell('sending');
    this.#send();
  }

  async #send() {
    clearTimeout(this.#timer);
    const call = new AbortController();
    this.#call = call;
    const late = setTimeout(() => call.abort(), ANSWER_WITHIN_MS);
    const reply = await post(this.form, this.#letter, call.signal);
    clearTimeout(late);
    if (this.#call !== call) return;
    const isAnswered = reply && !ABSENT.includes(reply.status);
    if (isAnswered && isReceipt(reply)) {
      // The call stays: nothing is sent again while the page of the receipt comes.
      location.assign(reply.url);
      return;
    }
    this.#call = null;
    if (isAnswered) this.#plainly();
    else this.#later();
  }

  #later() {
    this.#tell('unsent');
    this.#timer = setTimeout(() => this.#again(), this.#wait);
    this.#wait = Math.min(LAST_WAIT_MS, this.#wait * 2);
  }

  /** Tries at once what waits. */
  #again() {
    if (this.#letter && !this.#call) this.#send();
  }

  /** The page that answers the plain form says what is wrong, in words. A refused question has not used up its key. */
  #plainly() {
    this.#rest();
    saveDraft(this.form, false);
    this.form.dataset.plain = 'yes';
    this.form.requestSubmit(this.#button);
  }

  /** What is being changed is not sent behind the writer's back. */
  #edit() {
    if (!this.#letter) return;
    this.#rest();
    this.#tell('edited');
  }

  /** The same words are said once. */
  #tell(key) {
    if (this.line.textContent !== say(key)) this.line.textContent = say(key);
  }

  #leave() {
    this.#rest();
    delete this.form.dataset.plain;
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#call?.abort();
    this.#call = null;
    this.#letter = null;
    this.line.textContent = '';
  }

  /** Name and contact were not kept, so that the writer decides. */
  #offer() {
    const [box, words, button] = ['div', 'p', 'button'].map((name) => document.createElement(name));
    box.className = 'callout unsent';
    words.textContent = say('leftover');
    button.type = 'button';
    button.className = 'button button--plain';
    button.textContent = say('sendNow');
    button.addEventListener('click', () => this.form.requestSubmit());
    box.append(words, button);
    this.form.before(box);
    const fold = this.form.closest('details');
    if (fold) fold.open = true;
  }
}

/** The server's answer, the page of the receipt included; nothing when it did not come. */
async function post(form, letter, signal) {
  try {
    return await fetch(form.action, { method: 'POST', body: letter, signal });
  } catch {
    return null;
  }
}

function isReceipt(reply) {
  return reply.redirected && new URL(reply.url).pathname.startsWith('/tra-cuu/');
}

function statusLine(form) {
  const line = document.createElement('p');
  line.className = 'offline';
  line.setAttribute('role', 'status');
  const last = [...form.querySelectorAll('button')].at(-1);
  (last.closest('.row') ?? last).before(line);
  return line;
}

/** A step that nobody would answer is not taken: the reader stays where their text is. */
async function step(event) {
  const { target: form, submitter } = event;
  if (submitter?.name !== 'step' || form.dataset.plain) return;
  event.preventDefault();
  form.querySelector('[data-step-told]')?.remove();
  if (await isThere()) {
    form.dataset.plain = 'yes';
    form.requestSubmit(submitter);
    return;
  }
  const line = statusLine(form);
  line.dataset.stepTold = '';
  line.textContent = say('stepUnsent');
}

async function isThere() {
  try {
    return (await fetch('/healthz', { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

for (const form of document.querySelectorAll('form[data-do="ask"][data-draft]')) new Outbox(form);
for (const form of document.querySelectorAll('form[data-draft]')) {
  form.addEventListener('submit', step);
  addEventListener('pageshow', () => { delete form.dataset.plain; });
}
