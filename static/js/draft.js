// A question that is being typed outlives a lost connection and a closed page, until it has been received. Names and
// contacts are not kept: the next person at this browser shall not see them.

const KEPT = ['text', 'kind', 'field', 'audience', 'idempotency_key'];
const SAVE_AFTER_MS = 500;
const NEARLY_FULL = 200;

const draftName = (slug) => `nhap:${slug}`;

function savedDraft(slug) {
  try {
    return JSON.parse(recall(draftName(slug)) || '{}');
  } catch {
    return {};
  }
}

/** Keeps what was typed; `pressed` once it was to be sent. Fields that stand on other steps are left as they are. */
function saveDraft(form, pressed) {
  const before = savedDraft(form.dataset.draft);
  const fields = KEPT.filter((name) => form.elements[name]);
  const typed = { ...before, ...Object.fromEntries(fields.map((name) => [name, form.elements[name].value])) };
  typed.pressed = pressed ?? (typed.text === before.text && before.pressed);
  remember(draftName(form.dataset.draft), typed.text?.trim() ? JSON.stringify(typed) : '');
}

/** Whether this form holds what was to be sent before and has no receipt. */
function wasPressed(form) {
  const draft = savedDraft(form.dataset.draft);
  return Boolean(draft.pressed) && draft.text === form.elements.text?.value;
}

/** Fills in what was typed before, with its key: sent again, it is the same question and gets the same code. */
function restoreDraft(form) {
  const text = form.elements.text;
  const draft = savedDraft(form.dataset.draft);
  if (text.value || !draft.text) return;
  for (const name of KEPT.filter((kept) => draft[kept] && form.elements[kept])) form.elements[name].value = draft[name];
}

function charactersIn(text) {
  return [...text.normalize('NFC').trim()].length;
}

function showCount(text, line) {
  const left = Number(text.dataset.longest) - charactersIn(text.value);
  line.textContent = say(left < 0 ? 'charactersOver' : 'charactersLeft', { count: Math.abs(left) });
  // Told aloud only near the end: nobody wants to hear it all the time.
  line.setAttribute('aria-live', left < NEARLY_FULL ? 'polite' : 'off');
}

function keepDraft(form) {
  const text = form.elements.text;
  const line = form.querySelector('[data-count]');
  let timer;
  if (!text) return;
  const count = () => { if (line) showCount(text, line); };
  const keep = () => {
    clearTimeout(timer);
    saveDraft(form);
    count();
  };
  restoreDraft(form);
  count();
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(keep, SAVE_AFTER_MS);
  });
  form.addEventListener('submit', keep);
}

for (const form of document.querySelectorAll('form[data-draft]')) keepDraft(form);
for (const receipt of document.querySelectorAll('[data-sent]')) remember(draftName(receipt.dataset.sent), '');
for (const opener of document.querySelectorAll('[data-opens]')) {
  opener.addEventListener('click', (event) => {
    const box = document.getElementById(opener.dataset.opens);
    event.preventDefault();
    box.open = true;
    box.querySelector('textarea').focus();
  });
}
document.querySelector('[autofocus]')?.focus();
