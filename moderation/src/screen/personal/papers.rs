//! What is known by its form whatever stands around it, or by its letters: passports, cards, numbers told in parts.

use super::number_words::{BANK_CARD, HEAD_TAIL, HEALTH_CARD, PAPER, PASSPORT};
use super::numbers::{CONTEXT, told};
use super::{Finding, Kind};
use crate::screen::flat::Flat;

/// Passports and cards of the health insurance, which begin with letters.
pub(super) fn papers(flat: &Flat) -> Vec<Finding> {
    let is_told = |found: &regex::bytes::Match<'_>| PASSPORT.is_match(flat.before(found.start(), CONTEXT));
    let of = |kind: Kind| {
        move |found: regex::bytes::Match<'_>| Finding { kind, start: found.start(), end: found.end() }
    };
    let cards = BANK_CARD.find_iter(&flat.bytes).map(of(Kind::BankAccount));
    let parts = HEAD_TAIL.find_iter(&flat.bytes).map(|found| {
        let kind = told(flat, found.start()).flatten().unwrap_or(Kind::Phone);
        of(kind)(found)
    });
    // The longer ones first: of two that overlap the first is kept.
    let papers = HEALTH_CARD.find_iter(&flat.bytes).chain(PAPER.find_iter(&flat.bytes).filter(is_told));
    papers.map(of(Kind::IdCard)).chain(cards).chain(parts).collect()
}
