//! A question comes in, from a program or a form: checked, counted against the limits, received.

use std::net::IpAddr;

use dialogue::text::PlainText;
use moderation::limits::{Action, Key, Wait};
use uuid::Uuid;

use super::bodies::{AskBody, AskFrom};
use super::form::{FormBody, form_key};
use crate::actions::{self, AskReceipt, Asker, Failure, Order};
use crate::app::App;
use crate::words::Both;

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
    take(site, slug, body, from, address, Ok(())).await
}

/// As [`receive`], from a form: nobody fills in the line that is not shown, or writes a question within a moment.
///
/// # Errors
/// As [`receive`]; [`Failure::Invalid`] to look at it once more.
pub async fn receive_form(
    site: &App,
    slug: &str,
    form: &FormBody,
    from: &AskFrom,
    address: IpAddr,
) -> Result<AskReceipt, Failure> {
    let body = AskBody::of_form(form).map_err(Failure::Invalid)?;
    take(site, slug, body, from, address, written_by_hand(site, form)).await
}

async fn take(
    site: &App,
    slug: &str,
    body: AskBody,
    from: &AskFrom,
    address: IpAddr,
    by_hand: Result<(), Failure>,
) -> Result<AskReceipt, Failure> {
    if body.names_a_unit() {
        body.must_name_a_unit(&mut site.store.read().await?).await?;
    }
    let input = body.check(slug, from).map_err(Failure::Invalid)?;
    // Staff who enter letters by the dozen are counted by nobody.
    let counted = if from.entered_by.is_some() {
        Ok(())
    } else {
        count(site, from.visitor, address).await.map_err(Failure::Limited)
    };
    match counted.and(by_hand) {
        Ok(()) => actions::ask(site, input).await,
        // A resend was counted when it came first: it gets its receipt however many others came since.
        Err(failure) => {
            let known = actions::repeated(site, input.key, &input.call).await?;
            known.ok_or(failure)
        }
    }
}

/// The line of a form that people do not see.
const TRAP: &str = "website";
/// A form that comes back sooner after its page was made, in milliseconds, was not written by hand.
const LEAST: i64 = 3_000;

/// Whether somebody has filled in this form who sees it and takes the time to read it. Both go with the limits: whoever may
/// send as much as they like may send as fast.
fn written_by_hand(site: &App, form: &FormBody) -> Result<(), Failure> {
    if site.limits.are_off() {
        return Ok(());
    }
    let again = |key: &str| Err(Failure::invalid("", Both::of_key(key)));
    if form.get(TRAP).is_some() {
        return again("ask-trapped");
    }
    // The key of a form was made with its page, and tells when.
    let made = form_key(form)?.and_then(|key| key.get_timestamp()).map(|time| time.to_unix());
    let made = made.and_then(|(seconds, nanos)| {
        i64::try_from(seconds).ok()?.checked_mul(1_000)?.checked_add(i64::from(nanos / 1_000_000))
    });
    match made {
        // A page of another node may be a moment ahead of this one's clock.
        Some(made) if !(0..LEAST).contains(&site.now().0.saturating_sub(made)) => Ok(()),
        _ => again("ask-hurried"),
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
