// What somebody with bad intentions types, by family, and who counts in which field it was typed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../../fixtures/xss/payloads.json');

export const FAMILIES = JSON.parse(readFileSync(file, 'utf8'));
export const PAYLOADS = Object.values(FAMILIES).flat();

/** What an expression of the template languages comes to, should anything work it out. */
export const PRODUCT = '2219761';

/** Names that a payload gives to an element of its own; no page of ours bears one of them. */
export const NAMES = FAMILIES['clobbered names'].flatMap((text) =>
  [...text.matchAll(/\b(?:id|name)=([a-z]+)/gi)].map(([, name]) => name));

/** Payloads side by side, as many as a field of this length holds; each stands in one of the parts. */
export function packed(length, between = ' ') {
  const parts = [];
  for (const payload of PAYLOADS) {
    const last = parts.at(-1);
    const isFull = !last || [...last.text].length + between.length + [...payload].length > length;
    if (isFull) parts.push({ text: payload, payloads: [payload] });
    else Object.assign(last, { text: last.text + between + payload, payloads: [...last.payloads, payload] });
  }
  return parts;
}

/** Which payloads each field has taken. */
export class Ledger {
  #taken = new Map();

  note(field, payloads) {
    const taken = this.#taken.get(field) ?? new Set();
    for (const payload of payloads) taken.add(payload);
    this.#taken.set(field, taken);
  }

  get fields() {
    return [...this.#taken.keys()];
  }

  /** The fields that did not get all of them, and how many they lack. */
  get lacking() {
    return [...this.#taken].filter(([, taken]) => taken.size < PAYLOADS.length)
      .map(([field, taken]) => `${field} lacks ${PAYLOADS.length - taken.size}`);
  }
}
