// The reader's place: keyboard focus, opened details and the line under the eyes survive a change of the page.

const FOCUSABLE = 'a[href], button, summary, input, select, textarea';

/** Puts `fresh` in the place of `old`. */
function swap(old, fresh) {
  const focused = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  const opened = [...old.querySelectorAll('details')].map((details) => details.open);
  old.replaceWith(fresh);
  fresh.querySelectorAll('details').forEach((details, at) => { details.open = opened[at] ?? details.open; });
  if (focused < 0) return;
  const targets = fresh.querySelectorAll(FOCUSABLE);
  (targets[focused] ?? targets[0])?.focus({ preventScroll: true });
}

/** The box with new content in it; nothing is touched when it says the same. */
function replace(box, html) {
  const fresh = box.cloneNode(false);
  fresh.append(fragment(html));
  if (fresh.innerHTML === box.innerHTML) return box;
  inPlace(() => swap(box, fresh));
  return fresh;
}

/** Makes a change and scrolls so that what the reader looks at stays where it was. */
function inPlace(change) {
  const where = underTheEyes();
  const before = where?.();
  change();
  const after = where?.();
  if (scrollY > 0 && Number.isFinite(before) && Number.isFinite(after)) scrollBy({ top: after - before, behavior: 'instant' });
}

/** How to ask where it stands: the field that is being filled in, else the first card in sight, else a part of the page. */
function underTheEyes() {
  const field = document.activeElement;
  if (field?.matches('textarea, input, select') && isInSight(field)) return () => topOf(field);
  const first = (selector) => [...document.querySelectorAll(selector)].find(isInSight);
  const card = first('[data-question]');
  if (card) return () => topOf(document.getElementById(card.id));
  const part = first('[data-live] > *');
  return part && (() => topOf(part));
}

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function topOf(element) {
  return element?.isConnected ? element.getBoundingClientRect().top : NaN;
}
