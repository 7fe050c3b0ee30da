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
  const seen = [...document.querySelectorAll('[data-question]')].find((card) => card.getBoundingClientRect().bottom > 0);
  const name = seen?.id;
  const before = seen?.getBoundingClientRect().top;
  change();
  const after = name && document.getElementById(name)?.getBoundingClientRect().top;
  if (scrollY > 0 && Number.isFinite(after)) scrollBy({ top: after - before, behavior: 'instant' });
}
