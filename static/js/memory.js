// What this browser remembers. Storage may be full or forbidden: then nothing is remembered, and nothing breaks.

function recall(name) {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

function remember(name, text) {
  try {
    if (text) localStorage.setItem(name, text);
    else localStorage.removeItem(name);
  } catch {
    // A reader in private mode goes on without it.
  }
}
