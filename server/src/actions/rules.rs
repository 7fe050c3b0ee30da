//! The rules that a verb follows where its caller leaves something open: who leads, and until when an answer is due.

use std::collections::HashSet;

use dialogue::Millis;
use dialogue::calendar::Calendar;
use dialogue::clock::Zone;
use dialogue::question::{Assignment, Question};
use dialogue::session::{Session, SessionState};
use store::Tx;

use super::Failure;
use crate::app::App;
use crate::config::Deadlines;

/// Who leads when nobody is named, and until when an answer is due.
pub struct Rules {
    pub deadlines: Deadlines,
    pub zone: Zone,
}

impl Rules {
    pub fn of(site: &App) -> Self {
        Self { deadlines: site.config.deadlines, zone: site.zone.clone() }
    }

    /// The assignment to these units; without a lead, to the field's default. `None` when the field has none either.
    pub async fn assignment(
        &self,
        tx: &mut Tx,
        session: &Session,
        question: &Question,
        wish: &Wish,
        at: Millis,
    ) -> Result<Option<Assignment>, Failure> {
        let lead = match wish.lead_unit.clone().or_else(|| question.lead_unit.clone()) {
            Some(unit) => Some(unit),
            None => self.default_unit(tx, question).await?,
        };
        let Some(lead_unit) = lead else { return Ok(None) };
        let support_units = wish.support_units.clone().unwrap_or_else(|| question.support_units.clone());
        let mut seen = HashSet::from([lead_unit.clone()]);
        let support_units: Vec<String> =
            support_units.into_iter().filter(|unit| seen.insert(unit.clone())).collect();
        let due = match (wish.due, self.working_days(session, &support_units)) {
            (Some(due), _) => Some(due),
            (None, Some(days)) => Some(self.calendar(tx).await?.due(at, days).at),
            (None, None) => None,
        };
        Ok(Some(Assignment { lead_unit, support_units, due }))
    }

    /// A question of a session that has not ended is answered in the session: no date is due yet.
    fn working_days(&self, session: &Session, support_units: &[String]) -> Option<u32> {
        let over = matches!(session.state, SessionState::Ended | SessionState::Archived);
        if session.is_intake() {
            let several = support_units.len() > 1;
            Some(if several { self.deadlines.complex } else { self.deadlines.standard })
        } else {
            over.then_some(self.deadlines.session_followup)
        }
    }

    async fn calendar(&self, tx: &mut Tx) -> Result<Calendar, Failure> {
        Ok(App::calendar(&self.zone, tx).await?)
    }

    async fn default_unit(&self, tx: &mut Tx, question: &Question) -> Result<Option<String>, Failure> {
        let Some(wanted) = &question.field else { return Ok(None) };
        let fields = tx.fields().await?;
        Ok(fields.into_iter().find(|field| field.id == *wanted).and_then(|field| field.default_unit))
    }
}

/// What the caller of an assignment names; the rest follows from the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub lead_unit: Option<String>,
    pub support_units: Option<Vec<String>>,
    pub due: Option<Millis>,
}

/// Units that a caller named must exist.
pub async fn must_be_units(tx: &mut Tx, wish: &Wish) -> Result<(), Failure> {
    let units = tx.units().await?;
    let known = |id: &String| units.iter().any(|unit| unit.id == *id);
    if wish.lead_unit.as_ref().is_some_and(|unit| !known(unit)) {
        return Err(Failure::invalid("lead_unit", "Không có đơn vị này."));
    }
    if wish.support_units.iter().flatten().any(|unit| !known(unit)) {
        return Err(Failure::invalid("support_units", "Không có đơn vị này."));
    }
    Ok(())
}
