//! The one writer of SQLite (group commit), and the lone transaction of PostgreSQL.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt;
use sqlx::{PgPool, SqlitePool};
use tokio::sync::{Notify, mpsc, oneshot};

use crate::dialect;
use crate::error::StoreError;
use crate::tx::{Hold, Tx};

/// The future of a verb's work inside a transaction.
pub type Work<'t, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 't>>;

/// How many verbs share one commit at most. More would make the first of them wait for the last.
const BATCH: usize = 128;
/// How many verbs may wait for the writer; beyond it, callers wait before they are taken.
const WAITING: usize = 4096;

type Job = Box<dyn for<'t> FnOnce(&'t mut Tx) -> Pin<Box<dyn Future<Output = Settled> + Send + 't>> + Send>;

/// A job that ran: whether its writes are to be kept, and how to tell its caller once the commit is known.
struct Settled {
    keep: bool,
    tell: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

enum Order {
    Run(Job),
    Forget(oneshot::Sender<Result<(), StoreError>>),
    Close(oneshot::Sender<()>),
}

/// The queue in front of the writer.
#[derive(Clone)]
pub struct Queue(mpsc::Sender<Order>);

impl Queue {
    pub(crate) fn start(pool: SqlitePool, broken: Arc<Notify>) -> Self {
        let (sender, orders) = mpsc::channel(WAITING);
        tokio::spawn(write_all(pool, orders, broken));
        Self(sender)
    }

    pub(crate) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> Work<'t, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.0.send(Order::Run(job(work, reply))).await.map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or(Err(StoreError::Closed.into()))
    }

    /// Moves the journal into the file and empties it, so that no erased byte stays behind in it.
    pub(crate) async fn forget(&self) -> Result<(), StoreError> {
        let (done, forgotten) = oneshot::channel();
        self.0.send(Order::Forget(done)).await.map_err(|_| StoreError::Closed)?;
        forgotten.await.unwrap_or(Err(StoreError::Closed))
    }

    pub(crate) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.0.send(Order::Close(done)).await.is_ok() {
            let _: Result<(), _> = closed.await;
        }
    }
}

fn job<T, E, F>(work: F, reply: oneshot::Sender<Result<T, E>>) -> Job
where
    F: for<'t> FnOnce(&'t mut Tx) -> Work<'t, T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    Box::new(move |tx| {
        Box::pin(async move {
            let outcome = AssertUnwindSafe(work(tx)).catch_unwind().await;
            let outcome = outcome.unwrap_or_else(|_| Err(StoreError::Panicked.into()));
            let keep = outcome.is_ok();
            let tell = move |committed: Result<(), StoreError>| {
                // The caller may have left; its work is committed all the same.
                let _ = reply.send(outcome.and_then(|value| committed.map(|()| value).map_err(E::from)));
            };
            Settled { keep, tell: Box::new(tell) }
        })
    })
}

async fn write_all(pool: SqlitePool, mut orders: mpsc::Receiver<Order>, broken: Arc<Notify>) {
    let mut met = None;
    loop {
        let order = match met.take() {
            Some(order) => Some(order),
            None => orders.recv().await,
        };
        match order {
            Some(Order::Run(first)) => match write_batch(&pool, first, &mut orders).await {
                Ok(other) => met = other,
                Err(error) => {
                    tracing::error!(%error, "a commit failed; the process must end and read its database anew");
                    return broken.notify_one();
                }
            },
            Some(Order::Forget(done)) => {
                let _ = done.send(empty_journal(&pool).await);
            }
            Some(Order::Close(done)) => {
                pool.close().await;
                let _ = done.send(());
                return;
            }
            None => return,
        }
    }
}

async fn empty_journal(pool: &SqlitePool) -> Result<(), StoreError> {
    let busy: i64 = sqlx::query_scalar(dialect::EMPTY_JOURNAL).fetch_one(pool).await?;
    if busy == 0 { Ok(()) } else { Err(StoreError::Held) }
}

/// Runs the first job and all that wait behind it, commits them together, then tells every caller.
///
/// Returns the order of another kind that it met, if any; an error only for a failure after which the file must not be
/// trusted by this process.
async fn write_batch(
    pool: &SqlitePool,
    first: Job,
    orders: &mut mpsc::Receiver<Order>,
) -> Result<Option<Order>, StoreError> {
    let mut tx = match pool.begin_with(dialect::BEGIN_WRITE_SQLITE).await {
        Ok(tx) => Tx::Sqlite(Hold::Begun(tx)),
        Err(error) => {
            // The job is dropped unrun: its caller sees a closed store and may repeat.
            tracing::error!(%error, "no write transaction could begin");
            return if is_disk_fault(&error) { Err(error.into()) } else { Ok(None) };
        }
    };
    let mut settled = Vec::with_capacity(BATCH);
    let mut next = Some(first);
    let mut after = None;
    // A job that comes first, mostly a lone one, needs no savepoint: there is nothing else that it could spoil.
    let (mut guarded, mut lost) = (false, None);
    while let (Some(job), None) = (next.take(), &lost) {
        let ran = job(&mut tx).await;
        let keep = ran.keep;
        settled.push(ran);
        if settled.len() < BATCH {
            match orders.try_recv() {
                Ok(Order::Run(job)) => next = Some(job),
                Ok(other) => after = Some(other),
                Err(_) => {}
            }
        }
        let then = match (keep, guarded, &next) {
            (false, true, _) => dialect::DISCARD,
            (false, false, _) => dialect::RENEW,
            (true, true, Some(_)) => dialect::KEEP,
            (true, false, Some(_)) => dialect::SAVEPOINT,
            // The last savepoint needs no release: the commit takes it along.
            (true, _, None) => continue,
        };
        guarded |= then == dialect::SAVEPOINT;
        lost = control(&mut tx, then).await.err();
    }
    let committed = match lost {
        None => tx.commit().await,
        Some(error) => Err(give_up(tx, error).await),
    };
    let fault = committed.as_ref().err().is_some_and(is_disk_fault);
    let unknown = committed.err().map(|error| error.to_string());
    for job in settled {
        (job.tell)(unknown.clone().map_or(Ok(()), |error| Err(StoreError::Unknown(error))));
    }
    match unknown {
        Some(error) if fault => Err(StoreError::Unknown(error)),
        _ => Ok(after),
    }
}

/// Ends a transaction that SQLite may have rolled back: one must stand for `sqlx` to roll back, or it counts wrong.
async fn give_up(mut tx: Tx, error: sqlx::Error) -> sqlx::Error {
    tracing::error!(%error, "a transaction was lost");
    // Refused when the lost one still stands, which is as good.
    let _ = control(&mut tx, dialect::BEGIN_WRITE_SQLITE).await;
    error
}

async fn control(tx: &mut Tx, statement: &'static str) -> Result<(), sqlx::Error> {
    crate::tx::run!(tx, statement).map(|_| ())
}

/// An I/O error of SQLite (primary code 10): after it, what is on disk is not known.
fn is_disk_fault(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.and_then(|code| code.parse::<i64>().ok()).is_some_and(|code| code & 0xff == 10)
}

/// One piece of work in a transaction of its own, in a task of its own: a caller that leaves cancels nothing.
pub(crate) async fn run_alone<T, E, F>(pool: PgPool, work: F) -> Result<T, E>
where
    F: for<'t> FnOnce(&'t mut Tx) -> Work<'t, T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let task = tokio::spawn(async move {
        let mut tx = Tx::Postgres(Hold::Begun(pool.begin().await.map_err(StoreError::from)?));
        let value = work(&mut tx).await?;
        tx.commit().await.map_err(|error| StoreError::Unknown(error.to_string()))?;
        Ok(value)
    });
    task.await.unwrap_or_else(|_| Err(StoreError::Panicked.into()))
}
