//! The questions of a lane, as their rows and forms show them.

use std::collections::HashMap;

use dialogue::PublicId;
use dialogue::question::{Handling, Mask, Moderation, Visibility};
use store::{Filed, StoreError, Tx};
use uuid::Uuid;

use super::duty::Hold;
use super::near::{Group, Pair, groups, pairs};
use super::{Sight, lane};
use crate::screening::{Lane, Log};
use crate::views::shapes::DeskShape;
use crate::views::{Reader, Scene};
use crate::web::pages::compare::{Run, compare};
use crate::web::pages::staff_form::{Returned, waited};

/// A mask, as its box shows it.
pub struct MaskLine {
    pub value: String,
    pub label: String,
    pub text: String,
}

/// A question of the desk, as its row and forms show it.
pub struct Item {
    pub desk: DeskShape,
    /// What is published when nothing is changed.
    pub proposed: String,
    pub waited: String,
    pub suggested: Option<String>,
    /// Its first form is unfolded.
    pub open: bool,
    /// One person asked already that it be taken down.
    pub retract_asked: bool,
    /// Where the eyes go when this one is decided: the item below, or above the last one; empty when it is alone.
    pub next: String,
    /// Who decides it just now.
    pub hold: Option<Hold>,
    /// The group that one decision handles, shown under this question.
    pub group: Option<Group>,
}

impl Item {
    fn new(scene: &Scene, filed: &Filed, desk: DeskShape, open: bool, next: String) -> Self {
        Self {
            hold: None,
            group: None,
            proposed: filed.question.proposed_text().unwrap_or_default(),
            waited: waited(filed.question.asked_at, scene.now),
            suggested: desk.suggested_unit.as_deref().map(|unit| scene.reference.unit(unit).to_owned()),
            open,
            next,
            retract_asked: filed.question.retract_by.is_some(),
            desk,
        }
    }

    pub fn id(&self) -> &str {
        &self.desk.question.id
    }

    /// What is masked, as the form that may lift it shows it.
    pub fn masks(&self) -> Vec<MaskLine> {
        let line = |mask: &Mask| {
            let found =
                self.desk.findings.iter().find(|found| (found.start, found.end) == (mask.start, mask.end));
            let original = self.desk.original.as_deref().unwrap_or_default();
            MaskLine {
                value: format!("{}.{}.{}", mask.kind, mask.start, mask.end),
                label: found.map_or_else(|| mask.kind.clone(), |found| found.shown.label.to_owned()),
                text: original.chars().skip(mask.start).take(mask.end.saturating_sub(mask.start)).collect(),
            }
        };
        self.desk.masks.iter().map(line).collect()
    }

    /// The original and the public text, with the words marked in which they differ.
    pub fn sides(&self) -> (Vec<Run>, Vec<Run>) {
        let original = self.desk.original.as_deref().unwrap_or_default();
        compare(original, self.desk.question.text.as_deref().unwrap_or_default())
    }

    /// The question that this one most likely repeats; empty when there is none.
    pub fn likeliest(&self) -> &str {
        self.desk.duplicates.first().map_or("", |like| like.id.as_str())
    }

    pub fn is(&self, state: Moderation) -> bool {
        self.desk.question.moderation == state
    }

    /// Whether the public reads other words than the asker's.
    pub fn is_reworded(&self) -> bool {
        self.desk.question.text.is_some() && self.desk.question.text != self.desk.original
    }

    pub fn is_answered(&self) -> bool {
        self.desk.question.handling == Handling::Answered
    }

    /// Whether some unit leads, and has not answered yet.
    pub fn may_be_transferred(&self) -> bool {
        !matches!(self.desk.question.handling, Handling::Unassigned | Handling::Answered)
    }
}

/// What a lane holds for this reader, what they hold themselves first and what others hold last; and the pairs of what
/// repeats and what is repeated, where the lane is of those.
///
/// # Errors
/// What the store says.
pub(super) async fn items(
    tx: &mut Tx,
    scene: &Scene,
    sight: &Sight,
    (log, mut holds): (&Log, HashMap<Uuid, Hold>),
    sees_private: bool,
    back: &Returned,
) -> Result<(Vec<Item>, Vec<Pair>), StoreError> {
    let mut list = lane::questions(sight.lane, tx, log, scene.session.no, sight.picked).await?;
    list.retain(|filed| sees_private || filed.question.visibility == Visibility::Public);
    list.sort_by_key(|filed| {
        holds.get(&filed.question.id).map_or(1, |hold| if hold.is_mine { 0 } else { 2 })
    });
    let here = |name: &PublicId| list.iter().any(|filed| filed.question.name == *name);
    let first = list.first().map(|filed| filed.question.name);
    let first = first.filter(|_| sight.lane.waits());
    let open = sight.picked.filter(here).or(first);
    let desks = Reader::plain_desks(tx, scene, &list, log).await?;
    let mut groups = groups(tx, log, sight.lane, &list).await?;
    let pairs = if sight.lane == Lane::Duplicates { pairs(tx, log, &list).await? } else { Vec::new() };
    let beside = |at: usize| list.get(at + 1).or_else(|| list.get(at.checked_sub(1)?));
    let item = |(at, (filed, desk)): (usize, (&Filed, DeskShape))| {
        let name = filed.question.name;
        // A form that came back opens itself, and only itself.
        let open = open == Some(name) && !back.is_about(&desk.question.id);
        let next = beside(at).map(|filed| filed.question.name.to_string());
        Item {
            hold: holds.remove(&filed.question.id),
            group: groups.remove(&name),
            ..Item::new(scene, filed, desk, open, next.unwrap_or_default())
        }
    };
    Ok((list.iter().zip(desks).enumerate().map(item).collect(), pairs))
}
