//! queue, stage, unstage, done: the order in which a live session answers.

use dialogue::event::EventKind;
use dialogue::rights::Act;

use super::bench::{Bench, What};
use super::{Failure, Order, write};
use crate::app::App;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageMove {
    Queue,
    Stage,
    Unstage,
    Done,
}

impl StageMove {
    const fn act(self) -> Act {
        match self {
            Self::Queue => Act::Queue,
            Self::Stage => Act::Stage,
            Self::Unstage => Act::Unstage,
            Self::Done => Act::Done,
        }
    }
}

/// Moves a question on the stage axis. `Stage` first moves the one that is there to done, in the same transaction.
///
/// # Errors
/// [`Failure`]: not found, forbidden, or the stage or the session does not allow it.
pub async fn move_on_stage(site: &App, order: Order, step: StageMove) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let act = step.act();
            let mut bench = Bench::take(tx, order, act).await?;
            let next = match step {
                StageMove::Queue => bench.question().queue(bench.at()),
                StageMove::Stage => bench.question().put_on_stage(bench.session.state),
                StageMove::Unstage => bench.question().unstage(),
                StageMove::Done => bench.question().leave_stage(),
            };
            let next = match next {
                Err(refusal @ dialogue::Refusal::State) => {
                    return Err(Failure::session_refused(refusal, &bench.session));
                }
                other => bench.allowed(other)?,
            };
            if step == StageMove::Stage {
                clear_stage(&mut bench).await?;
            }
            bench.record(next, What::new(EventKind::StageChanged, act.code())).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}

async fn clear_stage(bench: &mut Bench<'_>) -> Result<(), Failure> {
    let Some(there) = bench.tx.on_stage(bench.head.no).await? else { return Ok(()) };
    let mine = std::mem::replace(&mut bench.filed, there);
    let gone = bench.allowed(bench.question().leave_stage())?;
    bench.record(gone, What::new(EventKind::StageChanged, Act::Done.code())).await?;
    bench.filed = mine;
    Ok(())
}
