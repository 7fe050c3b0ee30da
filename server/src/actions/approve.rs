//! approve, assign, transfer: a question gets its wording, and the unit that leads.

use dialogue::event::EventKind;
use dialogue::question::Wording;
use dialogue::rights::Act;
use dialogue::{Millis, Refusal};

use super::bench::{Bench, What};
use super::rules::{Rules, Wish, must_be_units};
use super::staff::must_be_unit;
use super::{Failure, Order, write};
use crate::app::App;

/// What a moderator decides with an approval.
#[derive(Clone, Debug, Default)]
pub struct ApproveInput {
    pub wording: Wording,
    pub lead_unit: Option<String>,
    pub support_units: Option<Vec<String>>,
    /// Set by hand; otherwise the rule of working days.
    pub due: Option<Millis>,
    /// Why something that is masked may be read.
    pub lift_reason: Option<String>,
}

/// pending -> approved; led by the named unit, or by the field's default.
///
/// # Errors
/// [`Failure`]: not found, forbidden, an unknown unit, or the state does not allow it.
pub async fn approve(site: &App, order: Order, input: ApproveInput) -> Result<(), Failure> {
    let rules = Rules::of(site);
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Approve).await?;
            bench.must_fit(&input.wording)?;
            let wish =
                Wish { lead_unit: input.lead_unit, support_units: input.support_units, due: input.due };
            must_be_units(bench.tx, &wish).await?;
            let at = bench.at();
            let assignment =
                rules.assignment(bench.tx, &bench.session, &bench.filed.question, &wish, at).await?;
            let next = bench.question().approve(bench.order.by.id, input.wording, assignment, at);
            let next = bench.allowed(next)?;
            let what = What::new(EventKind::QuestionApproved, "approve");
            let what = match &input.lift_reason {
                Some(reason) => what.note(reason),
                None => what,
            };
            bench.record(next, what).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}

/// unassigned, assigned -> assigned.
///
/// # Errors
/// [`Failure`]: not found, forbidden, an unknown unit, or the state does not allow it.
pub async fn assign(site: &App, order: Order, wish: Wish) -> Result<(), Failure> {
    let rules = Rules::of(site);
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Assign).await?;
            must_be_units(bench.tx, &wish).await?;
            let at = bench.at();
            let assignment =
                rules.assignment(bench.tx, &bench.session, &bench.filed.question, &wish, at).await?;
            let assignment = bench.allowed(assignment.ok_or(Refusal::NoLeadUnit))?;
            let next = bench.allowed(bench.question().assign(assignment, at))?;
            let unit = next.lead_unit.clone().unwrap_or_default();
            bench.record(next, What::new(EventKind::QuestionAssigned, "assign").because(&unit)).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}

/// Any before answered -> assigned to another unit, with the reason.
///
/// # Errors
/// [`Failure`]: not found, forbidden, an unknown unit, or the state does not allow it.
pub async fn transfer(site: &App, order: Order, unit: String, reason: String) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Transfer).await?;
            must_be_unit(bench.tx, Some(&unit)).await?;
            let next = bench.allowed(bench.question().transfer(&unit))?;
            let what = What::new(EventKind::QuestionAssigned, "transfer").because(&unit).note(&reason);
            bench.record(next, what).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}
