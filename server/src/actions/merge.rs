//! merge and unmerge: near-duplicates share one answer, and their voters are counted once.

use dialogue::event::EventKind;
use dialogue::question::Wording;
use dialogue::rights::Act;
use dialogue::{PublicId, Refusal};

use super::bench::{Bench, What};
use super::rules::{Rules, Wish};
use super::{Failure, Order, write};
use crate::app::App;

/// pending, approved -> merged into an approved question of the same log. A pending text is published only with a wording.
///
/// # Errors
/// [`Failure`]: not found, forbidden, or the state does not allow it.
pub async fn merge(site: &App, order: Order, into: PublicId, wording: Wording) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Merge).await?;
            bench.must_fit(&wording)?;
            let target = bench.tx.question_by_name(into).await?;
            let target = bench.allowed(target.ok_or(Refusal::MergeTarget))?.question;
            let next = bench.question().merge(bench.order.by.id, &target, wording, bench.at());
            let next = bench.allowed(next)?;
            let target_name = target.name.to_string();
            bench.record(next, What::new(EventKind::QuestionMerged, "merge").because(&target_name)).await?;
            let voted = recount(&mut bench, Some(target.name)).await?;
            Ok((bench.done().with_votes(voted), ()))
        })
    })
    .await
}

/// merged -> approved; led by the field's default unit when it was merged before anybody led it.
///
/// # Errors
/// [`Failure`]: not found, forbidden, or it is not merged.
pub async fn unmerge(site: &App, order: Order) -> Result<(), Failure> {
    let rules = Rules::of(site);
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Unmerge).await?;
            let former = bench.question().merged_into;
            let (wish, at) = (Wish::default(), bench.at());
            let assignment =
                rules.assignment(bench.tx, &bench.session, &bench.filed.question, &wish, at).await?;
            let next = bench.allowed(bench.question().unmerge(bench.order.by.id, assignment, at))?;
            bench.record(next, What::new(EventKind::QuestionApproved, "unmerge")).await?;
            let voted = recount(&mut bench, former).await?;
            Ok((bench.done().with_votes(voted), ()))
        })
    })
    .await
}

/// The question that another one is merged into gains its voters, or loses them again; so does each one that it was
/// merged into itself. Gives their names.
pub(super) async fn recount(
    bench: &mut Bench<'_>,
    target: Option<PublicId>,
) -> Result<Vec<PublicId>, Failure> {
    let mut recounted = Vec::new();
    let mut next = target;
    while let Some(name) = next.filter(|name| !recounted.contains(name)) {
        let Some(target) = bench.tx.question_by_name(name).await? else { break };
        bench.tx.recount_votes(target.question.id).await?;
        recounted.push(name);
        next = target.question.merged_into;
    }
    Ok(recounted)
}

/// Questions that are merged into this one must not be left pointing at what nobody can read.
pub(super) async fn must_stand_alone<W>(bench: &mut Bench<'_, W>) -> Result<(), Failure> {
    let others = bench.tx.merged_into(bench.filed.question.name).await?;
    bench.allowed(if others.is_empty() { Ok(()) } else { Err(Refusal::HasMerged) })
}
