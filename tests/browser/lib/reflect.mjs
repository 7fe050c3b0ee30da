// What a page repeats: the words of an address, and the fields of a form that came back.

import { LIVE } from './acts.mjs';
import { packed } from './payloads.mjs';

const FILTERS = ['q', 'field', 'unit', 'session', 'kind', 'year', 'from', 'to', 'sort', 'page'];

const encoded = (text) => encodeURIComponent(text);
const asked = (names, text) => names.map((name) => `${name}=${encoded(text)}`).join('&');

/** Addresses that hold every payload wherever an address may hold something, by who opens them. */
export function addresses() {
  const [short, whole] = [packed(380), packed(4_000)];
  const each = (parts, address) => parts.map(({ text }) => address(text));
  const under = (...paths) => paths.flatMap((path) => each(whole, (text) => `${path}/${encoded(text)}`));
  const asking = (path, ...names) => each(whole, (text) => `${path}?${asked(names, text)}`);
  const strange = ['%00', '%C0%BCscript%C0%BE', '%FF%3Csvg', '%u003C', '%0d%0aX-A:%20%3Csvg%3E'];
  return {
    visitor: [
      ...each(short, (text) => `/kho?${asked(FILTERS, text)}`),
      ...asking('/kho', 'q', 'literal', 'answered'),
      ...asking(`/phien/${LIVE}`, 'sort', 'list', 'after', 'state', '__proto__[polluted]', 'constructor[prototype][x]'),
      ...asking('/gui-phan-anh', 'text', 'field', 'kind', 'display_name', 'unit', 'area', 'step'),
      ...asking(`/phien/${LIVE}/dat-cau-hoi`, 'text', 'field', 'step', 'contact.email', 'idempotency_key'),
      ...asking('/dang-nhap', 'next'),
      ...asking('/tra-cuu', 'code', 's', 'xong'),
      ...asking('/tra-cuu/HD26-2222-2222', 's', 'moi', 'xong'),
      ...asking(`/man-chieu/${LIVE}`, 'now', 'scale'),
      ...under('', '/phien', '/cau-hoi', '/tra-cuu', '/man-chieu', '/static', '/sessions', '/a/b/c', '/api/v1/questions'),
      ...strange.flatMap((odd) => [`/${odd}`, `/phien/${odd}`, `/kho?q=${odd}`]),
    ],
    moderator: [
      ...asking(`/ban-dieu-hanh/${LIVE}`, 'lane', 'id', 'xong'),
      ...each(whole, (text) => `/ban-dieu-hanh/${LIVE}?xong=${encoded(`approve:${text}`)}`),
      ...under('/ban-dieu-hanh', '/ban-tra-loi'),
    ],
    admin: [
      ...each(whole, (text) => `/quan-tri/don-vi?xong=${encoded(`put-unit:${text}`)}`),
      ...under('/quan-tri/phien', '/xem-truoc', '/dieu-phoi', '/quan-tri'),
    ],
  };
}

/**
 * Forms with every payload in every field, each with something wrong, so that it comes back with what was typed; or, of an
 * ask, as its next step. They are about a small session's questions in the states that they need.
 */
export function forms({ slug, pending, approved, answered, code }) {
  const contact = ['contact.name', 'contact.phone', 'contact.email', 'contact.zalo'];
  const asks = ['text', 'kind', 'audience', 'field', 'area', 'unit', 'display_name', ...contact, '__proto__',
    'constructor[prototype][x]'];
  const unit = ['name', 'short', 'kind', 'org_code', 'valid_from', 'valid_to', 'predecessors', 'order', 'needs_review'];
  const session = ['title', 'summary', 'slug', 'start', 'duration_min', 'questions_open', 'questions_close', 'place',
    'stream_url', 'host_unit', 'co_host_units', 'respondent_units', 'chair', 'host', 'secretary', 'moderators', 'fields',
    'legal_basis'];
  const word = ['label', 'text'];
  const next = (name) => [`/phien/${slug}/dat-cau-hoi`, ['text', 'display_name', 'contact.name'], { step: name }];
  return {
    asker: [
      [`/phien/${slug}/dat-cau-hoi`, asks],
      [`/phien/${slug}/dat-cau-hoi`, asks, { step: 'check', text: 'ngắn' }],
      next('similar'),
      next('about'),
      ['/gui-phan-anh', asks],
      ['/tra-cuu', ['code']],
      ['/dang-nhap', ['username', 'password', 'next']],
      ...['reply', 'appeal', 'follow-up'].map((verb) => [`/tra-cuu/${code}/${verb}`, ['text']]),
      [`/tra-cuu/${code}/rate`, ['score', 'comment']],
    ],
    moderator: [
      [`/ban-dieu-hanh/cau-hoi/${pending}/approve`, ['title', 'public_text', 'lead_unit', 'support_units', 'lane', 'next']],
      ...['reject', 'request-info', 'redirect', 'merge'].map((verb) =>
        [`/ban-dieu-hanh/cau-hoi/${pending}/${verb}`, ['reason', 'note', 'to', 'into', 'lane', 'next']]),
      ...['edit', 'transfer', 'retract'].map((verb) =>
        [`/ban-dieu-hanh/cau-hoi/${approved}/${verb}`, ['title', 'public_text', 'unit', 'reason', 'note', 'lane', 'next']]),
      [`/ban-dieu-hanh/${slug}/nhap-ho`, [...asks, 'channel']],
    ],
    host: [
      [`/dieu-phoi/${slug}/notice`, ['text']],
      [`/dieu-phoi/cau-hoi/${approved}/assign`, ['lead_unit', 'support_units']],
    ],
    respondent: [
      [`/ban-tra-loi/${approved}`, ['text', 'mode', 'legal_basis', 'speaker', 'note'], { do: 'save', revision: '99' }],
      [`/ban-tra-loi/${approved}`, ['text', 'mode', 'legal_basis'], { do: 'newer' }],
      ...['correct', 'addendum', 'retract'].map((verb) =>
        [`/ban-tra-loi/${answered}`, ['text', 'legal_basis', 'note'], { do: verb }]),
    ],
    admin: [
      ['/quan-tri/phien', session, { do: 'save' }],
      [`/quan-tri/phien/${slug}`, session, { do: 'save' }],
      [`/quan-tri/phien/${slug}/cancel`, ['note']],
      ['/quan-tri/don-vi', ['id', ...unit]],
      ['/quan-tri/don-vi', unit, { id: 'u-stc' }],
      ['/quan-tri/linh-vuc', ['id', 'name', 'default_unit', 'order']],
      ['/quan-tri/can-bo', ['username', 'name', 'title', 'unit', 'roles', 'password']],
      ['/quan-tri/ngay-nghi', ['date', 'label', 'off']],
      ...['ly-do', 'mau-cau', 'tu-dong-nghia'].map((list) => [`/quan-tri/${list}`, ['key', ...word]]),
      ['/tai-khoan/mat-khau', ['old', 'new']],
    ],
  };
}

/** A body holds 64 KiB, and a letter takes up to three of them twice. */
const MOST = 24_000;
/** More than this is refused by most fields. */
const LONG = 4_000;

/** The same form with each part of the payloads in its fields. */
export function fillings([, names, fixed = {}]) {
  const length = fixed.step ? 1_990 : Math.min(LONG, Math.floor(MOST / names.length));
  return packed(length).map(({ text }) => ({ ...Object.fromEntries(names.map((name) => [name, text])), ...fixed }));
}
