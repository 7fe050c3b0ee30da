// Where an answer is written: it saves itself, this browser keeps what could not be saved, and a newer version of
// somebody else is shown beside one's own.

const QUIET_MS = 3_000;
const AGAIN_MS = 10_000;
const LONGEST_ANSWER = 10_000;
const WRITTEN = ['text', 'mode', 'legal_basis'];

const keptName = (person, id) => `tra-loi:${person}:${id}`;

class Answer {
  #timer;
  #saving = null;
  /** A newer version is shown: nothing is saved until its reader has chosen. */
  #meets = false;

  constructor(form) {
    this.form = form;
    this.text = form.elements.text;
    this.name = keptName(form.dataset.by, form.dataset.answers);
    this.status = form.querySelector('[data-saved]');
    this.length = form.querySelector('[data-length]');
    /** The revision from which the text was written. */
    this.base = Number(form.elements.revision.value);
    this.stored = this.#written();
    this.#meets = Boolean(document.querySelector('[data-conflict]'));
    this.#restore();
    this.#count();
    form.addEventListener('input', () => this.#changed());
    form.addEventListener('submit', (event) => this.#sent(event));
    this.text.addEventListener('focus', () => { this.isEntered = true; });
    addEventListener('online', () => this.#save());
  }

  /** Puts a line of its own at the caret, or at the end of a text that nobody has entered yet. */
  insert(line) {
    const { selectionStart, selectionEnd, value } = this.text;
    const [start, end] = this.isEntered ? [selectionStart, selectionEnd] : [value.length, value.length];
    const before = value.slice(0, start).trim() ? '\n\n' : '';
    this.text.setRangeText(`${before}${line}\n\n`, start, end, 'end');
    this.text.focus();
    this.#changed();
  }

  #written() {
    const fields = Object.fromEntries(WRITTEN.map((name) => [name, this.form.elements[name].value]));
    return JSON.stringify({ ...fields, text: fields.text.normalize('NFC').trim() });
  }

  #changed() {
    this.#count();
    this.#keep();
    this.#saveIn(QUIET_MS);
  }

  #count() {
    const count = charactersIn(this.text.value);
    const over = count > LONGEST_ANSWER ? `, quá ${(count - LONGEST_ANSWER).toLocaleString('vi-VN')} ký tự` : '';
    this.length.textContent = `${count.toLocaleString('vi-VN')}/${LONGEST_ANSWER.toLocaleString('vi-VN')}${over}`;
  }

  /** In this browser, until it is saved. */
  #keep() {
    const isSaved = this.#written() === this.stored;
    remember(this.name, isSaved ? '' : JSON.stringify({ ...JSON.parse(this.#written()), revision: this.base }));
  }

  #restore() {
    const kept = JSON.parse(recall(this.name) || 'null');
    if (!kept || this.#meets) return;
    const { revision, ...fields } = kept;
    if (JSON.stringify(fields) === this.stored) {
      remember(this.name, '');
      return;
    }
    for (const name of WRITTEN) this.form.elements[name].value = kept[name];
    this.form.elements.revision.value = this.base = revision;
    this.#tell('Đã khôi phục nội dung chưa lưu, giữ trên máy này.');
    this.#saveIn(QUIET_MS);
  }

  #tell(words) {
    this.status.textContent = words;
  }

  #saveIn(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), wait);
  }

  #save() {
    const isDue = 'saves' in this.form.dataset && !this.#saving && !this.#meets;
    if (!isDue || this.#written() === this.stored || !this.text.value.trim()) return;
    this.#saving = this.#put().finally(() => { this.#saving = null; });
  }

  async #put() {
    const sent = this.#written();
    const fields = JSON.parse(sent);
    const body = { ...fields, legal_basis: fields.legal_basis.split('\n'), revision: this.base };
    const address = `/api/v1/desk/questions/${this.form.dataset.answers}/answer`;
    const headers = { 'content-type': 'application/json' };
    try {
      const answer = await fetch(address, { method: 'PUT', headers, body: JSON.stringify(body) });
      const told = await answer.json();
      if (answer.ok) this.#took(sent, told.revision);
      else await this.#refused(told);
    } catch {
      this.#failed();
    }
  }

  #took(sent, revision) {
    this.stored = sent;
    this.form.elements.revision.value = this.base = revision;
    this.#tell(`Đã tự lưu lúc ${new Date().toLocaleTimeString('vi-VN')}`);
    this.#keep();
    if (this.#written() !== sent) this.#saveIn(QUIET_MS);
  }

  async #refused({ type, status, title, errors }) {
    if (type === '/problems/stale-revision') await this.#meet();
    else if (status === 429 || status >= 500) this.#failed();
    else this.#tell(`Chưa lưu được: ${errors?.[0]?.message ?? title}`);
  }

  #failed() {
    this.#tell('Chưa lưu được, sẽ thử lại');
    this.#saveIn(AGAIN_MS);
  }

  /** Sends the form as it would go without a script: the page that comes back has both versions side by side. */
  async #meet() {
    const body = new URLSearchParams(new FormData(this.form));
    body.set('do', 'save');
    const answer = await fetch(this.form.getAttribute('action'), { method: 'POST', body });
    const page = fragment(await answer.text());
    const conflict = page.querySelector('[data-conflict]');
    if (!conflict) {
      this.#tell(`Chưa lưu được: ${page.querySelector('.errors p')?.textContent ?? 'xin tải lại trang'}`);
      return;
    }
    this.#meets = true;
    this.form.before(conflict);
    this.form.elements.revision.value = conflict.dataset.revision;
    this.#tell(`Chưa lưu. ${conflict.querySelector('h3').textContent}`);
  }

  /** A save on its way comes first: the form shall not meet its own newer revision. */
  #sent(event) {
    clearTimeout(this.#timer);
    this.#keep();
    if (!this.#saving) return;
    event.preventDefault();
    const met = this.#meets;
    this.#saving.then(() => { if (this.#meets === met) this.form.requestSubmit(event.submitter); });
  }
}

const LOOK_MS = 5_000;

/** The list of what waits: nothing moves by itself, and what others answered is marked where it stands. */
class Waiting {
  constructor(place) {
    this.address = place.dataset.waiting;
    this.button = place.querySelector('button');
    this.button.addEventListener('click', () => location.reload());
    setInterval(() => this.#look(), LOOK_MS);
    document.addEventListener('visibilitychange', () => this.#look());
  }

  async #look() {
    if (document.hidden) return;
    const answer = await fetch(this.address).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const lines = (await answer.text()).split('\n').filter(Boolean);
    this.#show(new Map(lines.map((line) => line.split(' '))));
  }

  #show(waiting) {
    const shown = new Map([...document.querySelectorAll('[data-waits]')].map((line) => [line.dataset.waits, line]));
    const fresh = [...waiting.keys()].filter((id) => !shown.has(id));
    const staged = [...shown].find(([id, line]) => waiting.get(id) === 'on_stage' && line.dataset.stage !== 'on_stage');
    for (const [id, line] of shown) if (!waiting.has(id)) this.#mark(line);
    const words = [];
    if (staged) words.push(`Câu ${staged[0]} đang được hỏi`);
    if (fresh.length) words.push(`Có ${fresh.length} câu mới`);
    this.button.hidden = words.length === 0;
    this.button.textContent = words.length ? `${words.join('. ')}, bấm để xem` : '';
  }

  #mark(line) {
    line.classList.add('line--done');
    line.querySelector('.tag').textContent = 'Không còn chờ';
  }
}

for (const { dataset } of document.querySelectorAll('[data-filed]')) remember(keptName(dataset.by, dataset.filed), '');
const answers = [...document.querySelectorAll('form[data-answers]')].map((form) => new Answer(form));
for (const button of document.querySelectorAll('[data-cite]')) {
  button.addEventListener('click', () => answers[0]?.insert(button.dataset.cite));
}
for (const place of document.querySelectorAll('[data-waiting]')) new Waiting(place);
