// Interest (quan tâm) without leaving the page. Without this script the same form posts, and the page comes back.

const OWN_VOTES = 'quan-tam';
const MOST_VOTES = 500;
const ownVotes = new Set(recall(OWN_VOTES).split(' ').filter(Boolean));

/** Shows which of the questions in `scope` this browser supports; a page that knows better has said so itself. */
function showOwnVotes(scope) {
  for (const form of scope.querySelectorAll('form[data-do="vote"]')) {
    const button = form.querySelector('button');
    if (button.hasAttribute('aria-pressed')) noteVote(form.dataset.id, isPressed(button));
    else button.setAttribute('aria-pressed', ownVotes.has(form.dataset.id));
  }
}

function isPressed(button) {
  return button.getAttribute('aria-pressed') === 'true';
}

function noteVote(id, mine) {
  if (mine) ownVotes.add(id);
  else ownVotes.delete(id);
  remember(OWN_VOTES, [...ownVotes].slice(-MOST_VOTES).join(' '));
}

function showVotes(id, votes) {
  for (const count of document.querySelectorAll(`[data-votes="${CSS.escape(id)}"]`)) count.textContent = votes;
}

/** Gives whether the vote stands now. */
async function castVote(form, button) {
  const id = form.dataset.id;
  const method = isPressed(button) ? 'DELETE' : 'PUT';
  const reply = await fetch(`/api/v1/questions/${id}/vote`, { method });
  if (!reply.ok) throw new Error(`the vote was answered with ${reply.status}`);
  const { votes, mine } = await reply.json();
  noteVote(id, mine);
  showVotes(id, votes);
  for (const other of document.querySelectorAll(`form[data-do="vote"][data-id="${CSS.escape(id)}"] button`)) {
    other.setAttribute('aria-pressed', mine);
  }
  return mine;
}

/** Says beside the button what became of it. */
function tellVote(form, words, isHeardOnly) {
  let line = form.querySelector('[role="status"]');
  if (!line) {
    line = document.createElement('span');
    line.setAttribute('role', 'status');
    form.append(line);
  }
  line.className = isHeardOnly ? 'unseen' : 'vote__told';
  line.textContent = words;
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.dataset.do !== 'vote' || form.dataset.plain) return;
  event.preventDefault();
  const button = form.querySelector('button');
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  try {
    const mine = await castVote(form, button);
    tellVote(form, say(mine ? 'voted' : 'unvoted'), true);
  } catch (error) {
    if (error instanceof TypeError) {
      // The network is gone: the reader stays on the page.
      tellVote(form, say('voteUnsent'), false);
    } else {
      // The page that answers the plain form says what is wrong, in words.
      form.dataset.plain = 'yes';
      form.requestSubmit(button);
    }
  } finally {
    delete form.dataset.busy;
  }
});

showOwnVotes(document);
