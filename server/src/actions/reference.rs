//! Units, fields, reasons, templates, days off: each change is an event of the site's own log.

use dialogue::Millis;
use dialogue::event::{EventKind, Happening};
use dialogue::person::Actor;
use dialogue::session::SITE_LOG;
use dialogue::unit::{Field, Reason, Unit};
use store::{Holiday, StoreError, Template, Tx};

use super::{Done, Failure, write};
use crate::app::App;

/// Appends a change of configuration to the site's log.
///
/// # Errors
/// What the store says.
pub(super) async fn log_change(
    tx: &mut Tx,
    by: Actor,
    verb: &str,
    key: &str,
    at: Millis,
) -> Result<(), StoreError> {
    let mut head = tx.lock_log(SITE_LOG).await?;
    let happening = Happening {
        kind: EventKind::SiteChanged,
        verb: verb.to_owned(),
        question: None,
        actor: by,
        from: String::new(),
        to: String::new(),
        reason: Some(key.to_owned()),
        digests: Vec::new(),
        public: false,
    };
    tx.append(&mut head, at, happening).await?;
    Ok(())
}

/// Files or changes a unit.
///
/// # Errors
/// What the store says.
pub async fn put_unit(site: &App, by: Actor, unit: Unit) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            tx.put_unit(&unit).await?;
            log_change(tx, by, "put_unit", &unit.id, at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}

/// Files or changes a field.
///
/// # Errors
/// [`Failure::Invalid`] for an unknown default unit; what the store says.
pub async fn put_field(site: &App, by: Actor, field: Field) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            if let Some(unit) = &field.default_unit
                && !tx.units().await?.iter().any(|known| known.id == *unit)
            {
                return Err(Failure::invalid("default_unit", "Không có đơn vị này."));
            }
            tx.put_field(&field).await?;
            log_change(tx, by, "put_field", &field.id, at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}

/// Files or changes a reason of rejection.
///
/// # Errors
/// What the store says.
pub async fn put_reason(site: &App, by: Actor, reason: Reason, place: i64) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            tx.put_reason(&reason, place).await?;
            log_change(tx, by, "put_reason", &reason.key, at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}

/// Files or changes a model text.
///
/// # Errors
/// What the store says.
pub async fn put_template(site: &App, by: Actor, template: Template, place: i64) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            tx.put_template(&template, place).await?;
            log_change(tx, by, "put_template", &template.key, at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}

/// Files or changes a day off, or a working day in its place.
///
/// # Errors
/// What the store says.
pub async fn put_holiday(site: &App, by: Actor, holiday: Holiday) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            tx.put_holiday(&holiday).await?;
            log_change(tx, by, "put_holiday", &holiday.day, at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}
