// Puts every payload into every field that a question's way through the city leaves behind it.

import { LIVE } from './acts.mjs';
import { all, filler, share } from './fill.mjs';
import { PAYLOADS, packed } from './payloads.mjs';

const COLLECTING = 'moi-truong-thoat-nuoc-giao-thong-mua-mua-bao';
const PASSWORD = 'một mật khẩu đủ dài';

/** An address for mail holds neither blanks nor a second @; to a parser of HTML a slash is as good. */
const mail = (payload) => `${payload.replace(/[\s\u0085@]/g, '/')}@evil.invalid`;
const long = (text) => (text.length < 12 ? `${text} và còn nữa` : text);

/**
 * One question for each payload, which stands alone in its title and name, approved, in turn in three logs; gives their
 * titles and codes by their ids.
 */
export async function fillQuestions({ asker, moderator }, ledger) {
  const titles = new Map();
  const own = new Map();
  await all(PAYLOADS, async (payload, at) => {
    const beside = PAYLOADS.slice(at, at + 4).join(' ');
    const receipt = await asker('POST', `sessions/${[LIVE, COLLECTING, 'tiep-nhan'][at % 3]}/questions`, {
      text: long(beside), display_name: payload, field: 'f-dn', contact: { name: payload, email: mail(payload) },
      consents: { publish_name: true, contact: true },
    });
    own.set(receipt.id, receipt.code);
    const { question } = await moderator('POST', `desk/questions/${receipt.id}/approve`, {
      title: payload, public_text: long(payload), lead_unit: 'u-stc', support_units: ['u-snv'],
    });
    titles.set(receipt.id, question.title);
    for (const field of ['text', 'display_name', 'contact.name', 'contact.email', 'title', 'public_text']) {
      ledger.note(`questions.${field}`, [payload]);
    }
  });
  return { titles, own };
}

/** Every move that leaves a text behind, with as many questions as it needs. */
export async function fillMoves({ asker, moderator, second, host, respondent, colleague }, { titles, own }, ledger) {
  // Only of the session that goes on: its readers are told, and its host may put them on the stage.
  const approved = [...titles.keys()].filter((id) => id.startsWith('2-'));
  const notes = packed(1_990);
  const note = (field) => filler(ledger, field, notes);
  const many = (act) => all(notes, act);
  const some = () => approved.splice(0, notes.length);
  const ask = async (where = `sessions/${LIVE}/questions`) => {
    const receipt = await asker('POST', where, { text: 'Một câu hỏi chưa duyệt thì ai trả lời?', field: 'f-dn' });
    own.set(receipt.id, receipt.code);
    return receipt;
  };
  const desk = (who, id, verb, data) => who('POST', `desk/questions/${id}/${verb}`, data);

  const texts = note('questions.text (long)');
  await many(async () => {
    const { id, code } = await asker('POST', 'feedback', { text: texts() });
    own.set(id, code);
    await desk(moderator, id, 'approve', { lead_unit: 'u-stc' });
  });
  const behalf = note('questions.text (on behalf)');
  await many((_, at) => moderator('POST', `desk/${LIVE}/questions`, {
    text: behalf(), channel: 'phone', visibility: at % 2 ? 'private' : 'public',
  }));

  const asked = note('request-info.note');
  const replied = note('reply.text');
  await many(async () => {
    const { id, code } = await ask();
    await desk(moderator, id, 'request-info', { note: asked() });
    await asker('POST', `mine/${code}/reply`, { text: replied() });
  });
  const rejected = note('reject.note');
  const appealed = note('appeal.text');
  await many(async () => {
    const { id, code } = await ask();
    await desk(moderator, id, 'reject', { reason: 'unclear', note: rejected() });
    await asker('POST', `mine/${code}/appeal`, { text: appealed() });
  });
  const redirected = note('redirect.note');
  await many(async (_, at) => {
    const { id } = await ask();
    await desk(moderator, id, 'redirect', { to: ['intake', 'complaint', 'other'][at % 3], note: redirected() });
  });
  const merged = note('merge.public_text');
  await many(async (_, at) => {
    const { id } = await ask();
    await desk(moderator, id, 'merge', { into: approved.at(-1 - at), public_text: merged() });
  });
  const retracted = note('retract.note');
  await all(some(), async (id) => {
    const because = { reason: 'others_data', note: retracted() };
    await desk(moderator, id, 'retract', because);
    await desk(second, id, 'retract', because);
    titles.delete(id);
  });
  const transferred = note('transfer.reason');
  await all(some(), (id) => desk(moderator, id, 'transfer', { unit: 'u-sxd', reason: transferred() }));
  const edited = note('edit.public_text');
  await all(some(), (id) => desk(moderator, id, 'edit', { public_text: edited() }));
  await maskAll(moderator, asker, ledger);

  const lists = (field) => filler(ledger, field, packed(1_990, '\n\n'));
  const basis = (field) => share(ledger, field, Math.ceil(PAYLOADS.length / notes.length));
  const draft = (id, field) => respondent('PUT', `desk/questions/${id}/answer`, {
    text: field(), mode: 'written', legal_basis: basis('answers.legal_basis'), revision: 0,
  });
  const drafted = lists('drafts.text');
  await all(some(), (id) => draft(id, drafted));
  const returned = note('return.note');
  await all(some(), async (id) => {
    await draft(id, drafted);
    await desk(respondent, id, 'answer/submit');
    await desk(colleague, id, 'answer/return', { note: returned() });
  });
  const [answered, corrected, added] = ['answers.text', 'correct.text', 'addendum.text'].map(lists);
  const [corrections, rated, followed, withdrawn] =
    ['correct.note', 'rate.comment', 'follow-up.text', 'retract-answer.note'].map(note);
  await all(some(), async (id) => {
    await draft(id, answered);
    await desk(respondent, id, 'answer/publish');
    await desk(respondent, id, 'answer/correct', { text: corrected(), note: corrections() });
    const addendum = { text: added(), mode: 'written', legal_basis: basis('addendum.legal_basis') };
    await desk(respondent, id, 'answer/addendum', addendum);
    await asker('POST', `mine/${own.get(id)}/rate`, { score: 3, comment: rated() });
    await asker('POST', `mine/${own.get(id)}/follow-up`, { text: followed() });
  });
  await all(some(), async (id) => {
    await draft(id, answered);
    await desk(respondent, id, 'answer/publish');
    await desk(respondent, id, 'answer/retract', { note: withdrawn() });
  });
  const notices = note('notice.text');
  await many(() => host('POST', `admin/sessions/${LIVE}/notice`, { text: notices() }));
  for (const id of some().slice(0, 4)) await desk(host, id, 'queue');
  await desk(host, approved[0], 'queue');
  await desk(host, approved[0], 'stage');
}

/** What a mask hides is told by a word that a program sends. */
async function maskAll(moderator, asker, ledger) {
  const text = 'Không có gì phải che ở đây. '.repeat(80).trim().slice(0, 2_000);
  const { id } = await asker('POST', `sessions/${LIVE}/questions`, { text, field: 'f-dn' });
  const masks = PAYLOADS.map((kind, at) => ({ kind, start: 4 * at, end: 4 * at + 2 }));
  await moderator('POST', `desk/questions/${id}/approve`, { masks, lead_unit: 'u-stc' });
  ledger.note('masks.kind', PAYLOADS);
}

/** A small session with one question in each state that a form is about. */
export async function fillSmall({ admin, asker, moderator, respondent }) {
  const slug = 'phien-nho';
  await admin('POST', 'admin/sessions', {
    title: 'Một phiên nhỏ', slug, start: '2031-02-01T08:30:00+07:00', host_unit: 'u-stc', respondent_units: ['u-stc'],
    chair: 'p01', host: 'p02', moderators: ['p04'], fields: ['f-dn'],
  });
  for (const verb of ['announce', 'open']) await admin('POST', `admin/sessions/${slug}/${verb}`);
  const ask = () => asker('POST', `sessions/${slug}/questions`, { text: 'Câu này đang ở bước nào rồi?', field: 'f-dn' });
  const [pending, approved, answered] = [await ask(), await ask(), await ask()];
  for (const { id } of [approved, answered]) {
    await moderator('POST', `desk/questions/${id}/approve`, { lead_unit: 'u-stc' });
  }
  await respondent('PUT', `desk/questions/${answered.id}/answer`, { text: 'Đã xong.', mode: 'written', revision: 0 });
  await respondent('POST', `desk/questions/${answered.id}/answer/publish`);
  return { slug, pending: pending.id, approved: approved.id, answered: answered.id, code: answered.code };
}

/** A respondent of the same unit, who reads what another has written. */
export async function hireColleague(admin) {
  const account = { username: 'dong-nghiep', password: PASSWORD };
  const person = { name: 'Một đồng nghiệp', title: '', unit: 'u-stc', roles: ['respondent'] };
  await admin('POST', 'admin/staff', { ...account, ...person });
  return account;
}
