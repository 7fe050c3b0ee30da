//! vote (quan tâm): cast or taken back, one per visitor and question. Votes that come while others are written are
//! counted together: a hall that votes at once costs a few statements, not a few for each.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dialogue::clock::Clock;
use dialogue::question::Moderation;
use dialogue::session::Session;
use dialogue::{Millis, PublicId, Refusal};
use store::{Store, StoreError, Tx};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::{Done, Failure, Followers};
use crate::app::App;

/// How many votes are counted in one piece of work: others may write in between.
const MOST: usize = 1_024;

/// The count after the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voted {
    pub votes: i64,
    /// Whether the visitor's vote stands now.
    pub mine: bool,
}

/// Casts (`on`) or takes back a vote; repeating it changes nothing.
///
/// # Errors
/// [`Failure`]: no such question, it is not approved, or its session counts no votes.
pub async fn vote(site: &App, name: PublicId, voter: Uuid, on: bool) -> Result<Voted, Failure> {
    let (reply, answer) = oneshot::channel();
    if site.ballots.put(Ballot { name, voter, on, reply }) {
        let (ballots, store, clock) = (site.ballots.clone(), site.store.clone(), site.clock.clone());
        tokio::spawn(count_all(ballots, store, clock, site.followers()));
    }
    // Counting that failed drops its ballots.
    answer.await.unwrap_or(Err(Failure::Store(StoreError::Closed)))
}

/// Votes that wait to be counted.
#[derive(Clone, Default)]
pub struct Ballots(Arc<Mutex<Waiting>>);

#[derive(Default)]
struct Waiting {
    ballots: Vec<Ballot>,
    /// Whether a task counts them.
    counted: bool,
}

struct Ballot {
    name: PublicId,
    voter: Uuid,
    on: bool,
    reply: oneshot::Sender<Result<Voted, Failure>>,
}

impl Ballots {
    /// Puts a vote in; true when nobody counts.
    fn put(&self, ballot: Ballot) -> bool {
        let mut waiting = self.lock();
        waiting.ballots.push(ballot);
        !std::mem::replace(&mut waiting.counted, true)
    }

    /// The next to be counted; without any the counting ends.
    fn take(&self) -> Vec<Ballot> {
        let mut waiting = self.lock();
        let some = waiting.ballots.len().min(MOST);
        waiting.counted = some > 0;
        waiting.ballots.drain(..some).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn count_all(ballots: Ballots, store: Store, clock: Clock, followers: Followers) {
    loop {
        let some = ballots.take();
        if some.is_empty() {
            return;
        }
        let at = clock.now();
        match store.write(move |tx| Box::pin(count(tx, some, at))).await {
            Ok((done, replies)) => {
                followers.tell(done);
                for (reply, outcome) in replies {
                    // Whoever voted may have left.
                    let _ = reply.send(outcome);
                }
            }
            Err(error) => tracing::error!(%error, "votes could not be counted"),
        }
    }
}

type Replies = Vec<(oneshot::Sender<Result<Voted, Failure>>, Result<Voted, Failure>)>;

/// Counts the votes of each question in turn, by their names: two nodes that count the same ones never wait for each
/// other.
async fn count(tx: &mut Tx, ballots: Vec<Ballot>, at: Millis) -> Result<(Done, Replies), Failure> {
    let mut by_question: BTreeMap<PublicId, Vec<Ballot>> = BTreeMap::new();
    for ballot in ballots {
        by_question.entry(ballot.name).or_default().push(ballot);
    }
    let (mut sessions, mut done, mut replies) = (HashMap::new(), Done::default(), Vec::new());
    for (name, ballots) in by_question {
        let verdict = judge(tx, &mut sessions, name).await?;
        let counted = match &verdict {
            Verdict::Counts { id, votes } => {
                let now = cast(tx, *id, &ballots, at).await?.unwrap_or(*votes);
                done.voted.extend((now != *votes).then_some(name));
                Some(now)
            }
            _ => None,
        };
        for Ballot { on, reply, .. } in ballots {
            let outcome = match counted {
                Some(votes) => Ok(Voted { votes, mine: on }),
                None => Err(verdict.failure()),
            };
            replies.push((reply, outcome));
        }
    }
    Ok((done, replies))
}

/// Whether a question takes votes.
enum Verdict {
    Counts { id: Uuid, votes: i64 },
    Unknown,
    Refused(Moderation),
}

impl Verdict {
    const fn failure(&self) -> Failure {
        match self {
            Self::Refused(moderation) => Failure::Refused {
                refusal: Refusal::Moderation,
                axis: "moderation",
                state: moderation.code(),
            },
            _ => Failure::NotFound,
        }
    }
}

async fn judge(
    tx: &mut Tx,
    sessions: &mut HashMap<i64, Option<Session>>,
    name: PublicId,
) -> Result<Verdict, Failure> {
    let session = match sessions.get(&name.no) {
        Some(session) => session,
        None => {
            let session = tx.session(name.no).await?;
            sessions.entry(name.no).or_insert(session)
        }
    };
    let Some(session) = session else { return Ok(Verdict::Unknown) };
    tx.lock_question(name).await?;
    // Read under its lock: it may have been merged away while this vote waited.
    let Some(filed) = tx.question_by_name(name).await? else { return Ok(Verdict::Unknown) };
    let q = filed.question;
    let counts = q.is_readable() && q.moderation == Moderation::Approved && session.allow_votes;
    Ok(if counts { Verdict::Counts { id: q.id, votes: q.votes } } else { Verdict::Refused(q.moderation) })
}

/// Writes what each voter wants last; the new count, unless everything stands as it did.
async fn cast(
    tx: &mut Tx,
    question: Uuid,
    ballots: &[Ballot],
    at: Millis,
) -> Result<Option<i64>, StoreError> {
    let wishes: HashMap<Uuid, bool> = ballots.iter().map(|ballot| (ballot.voter, ballot.on)).collect();
    let those = |wanted: bool| {
        let voters = wishes.iter().filter(move |(_, on)| **on == wanted);
        voters.map(move |(voter, _)| (question, *voter)).collect::<Vec<_>>()
    };
    let changed = tx.cast_votes(&those(true), at).await? + tx.take_back_votes(&those(false)).await?;
    Ok(if changed > 0 { Some(tx.recount_votes(question).await?) } else { None })
}
