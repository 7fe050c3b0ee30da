//! A question comes in, from a program or a form: checked, counted against the limits, received.

use std::net::IpAddr;

use dialogue::text::PlainText;
use moderation::limits::{Action, Key, Wait};
use uuid::Uuid;

use super::bodies::{AskBody, AskFrom};
use crate::actions::{self, AskReceipt, Asker, Failure, Order};
use crate::app::App;

/// Receives a question, or repeats the receipt that its key was given.
///
/// # Errors
/// [`Failure`]: the faults of its fields, too many questions, or what the verb says.
pub async fn receive(
    site: &App,
    slug: &str,
    body: AskBody,
    from: &AskFrom,
    address: IpAddr,
) -> Result<AskReceipt, Failure> {
    if body.names_a_unit() {
        body.must_name_a_unit(&mut site.store.read().await?).await?;
    }
    let input = body.check(slug, from).map_err(Failure::Invalid)?;
    // Staff who enter letters by the dozen are counted by nobody.
    let counted = if from.entered_by.is_some() { Ok(()) } else { count(site, from.visitor, address).await };
    match counted {
        Ok(()) => actions::ask(site, input).await,
        // A resend was counted when it came first: it gets its receipt however many others came since.
        Err(wait) => {
            let known = actions::repeated(site, input.key, &input.call).await?;
            known.ok_or(Failure::Limited(wait))
        }
    }
}

async fn count(site: &App, visitor: Option<Uuid>, address: IpAddr) -> Result<(), Wait> {
    if let Some(visitor) = visitor {
        site.limits.check(Action::AskPerVisitor, &Key::visitor(visitor.as_u128())).await?;
    }
    site.limits.check(Action::AskPerAddress, &Key::address(address)).await
}

/// Receives a follow-up: counted like an ask, unless its key was taken before.
///
/// # Errors
/// [`Failure`]: too many questions, or what the verb says.
pub async fn follow_up(
    site: &App,
    order: Order<Asker>,
    text: PlainText,
    address: IpAddr,
) -> Result<AskReceipt, Failure> {
    let is_known = order.once.is_known(&mut site.store.read().await?).await?;
    if !is_known {
        count(site, order.by.visitor, address).await?;
    }
    actions::follow_up(site, order, text).await
}
