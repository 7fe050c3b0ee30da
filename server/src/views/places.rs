//! Where in the archive a question may belong: the units before and after a merger, and the fields and units that a
//! person names.

use std::collections::BTreeSet;

use dialogue::text::{fold, syllables};
use dialogue::unit::Unit;

use super::Reference;

/// How many places are proposed at most.
const MOST: usize = 3;

/// A filter of the archive that the words name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `field` or `unit`.
    pub filter: &'static str,
    pub value: String,
    pub label: String,
}

impl Reference {
    /// The unit with those it came from and those it became, as far as they are units of the list: what was asked of a
    /// department before a merger is found under its successor, and the other way round.
    #[must_use]
    pub fn family(&self, id: &str) -> Vec<String> {
        let mut known = vec![id.to_owned()];
        let mut at = 0;
        while let Some(unit) = known.get(at).and_then(|id| self.units.iter().find(|unit| unit.id == *id)) {
            let kin = self.units.iter().filter(|other| came_from(other, unit) || came_from(unit, other));
            let new: Vec<String> = kin.map(|kin| kin.id.clone()).filter(|id| !known.contains(id)).collect();
            known.extend(new);
            at += 1;
        }
        known
    }

    /// The fields and units that are named in the words, or whose name they begin to tell, the surest first. A former
    /// name leads to the unit of today.
    #[must_use]
    pub fn places(&self, words: &str) -> Vec<Place> {
        let typed = word_set(words);
        if typed.is_empty() {
            return Vec::new();
        }
        let field = |field: &dialogue::unit::Field| {
            let sure = named(&typed, &field.name)?;
            Some((sure, Place { filter: "field", value: field.id.clone(), label: field.name.clone() }))
        };
        let unit = |unit: &Unit| {
            let names = [&unit.name, &unit.short].into_iter().chain(&unit.predecessors);
            let sure = names.filter_map(|name| named(&typed, name)).max()?;
            Some((sure, Place { filter: "unit", value: unit.id.clone(), label: unit.name.clone() }))
        };
        let mut found: Vec<(usize, Place)> =
            self.fields.iter().filter_map(field).chain(self.units.iter().filter_map(unit)).collect();
        found.sort_by_key(|(sure, _)| std::cmp::Reverse(*sure));
        found.truncate(MOST);
        found.into_iter().map(|(_, place)| place).collect()
    }
}

fn came_from(later: &Unit, earlier: &Unit) -> bool {
    later.predecessors.iter().any(|name| fold(name) == fold(&earlier.name))
}

fn word_set(text: &str) -> BTreeSet<String> {
    syllables(text).into_iter().map(|syllable| syllable.fold).collect()
}

/// How many words of the name were typed, when it is named: all of its words are there, or all that was typed (two
/// words at least) is in it.
fn named(typed: &BTreeSet<String>, name: &str) -> Option<usize> {
    let name = word_set(name);
    let is_named = !name.is_empty() && name.is_subset(typed);
    let is_begun = typed.len() > 1 && typed.is_subset(&name);
    (is_named || is_begun).then(|| name.intersection(typed).count())
}

#[cfg(test)]
mod tests {
    use dialogue::unit::Field;

    use super::*;

    fn unit(id: &str, name: &str, short: &str, predecessors: &[&str]) -> Unit {
        Unit {
            id: id.to_owned(),
            name: name.to_owned(),
            short: short.to_owned(),
            kind: "so".to_owned(),
            org_code: None,
            valid_from: None,
            valid_to: None,
            predecessors: predecessors.iter().map(|name| (*name).to_owned()).collect(),
            order: 0,
            needs_review: false,
        }
    }

    fn city() -> Reference {
        let field = |id: &str, name: &str| Field {
            id: id.to_owned(),
            name: name.to_owned(),
            default_unit: None,
            order: 0,
        };
        Reference {
            units: vec![
                unit("u-sxd", "Sở Xây dựng", "SXD", &["Sở Giao thông Vận tải", "Sở Xây dựng (cũ)"]),
                unit("u-gtvt", "Sở Giao thông vận tải", "SGTVT", &[]),
                unit("u-yt", "Sở Y tế", "SYT", &[]),
            ],
            fields: vec![field("dat", "Đất đai"), field("gt", "Giao thông")],
            reasons: Vec::new(),
        }
    }

    #[test]
    fn a_unit_is_asked_for_with_its_kin() {
        assert_eq!(city().family("u-sxd"), ["u-sxd", "u-gtvt"]);
        assert_eq!(city().family("u-gtvt"), ["u-gtvt", "u-sxd"]);
        assert_eq!(city().family("u-yt"), ["u-yt"]);
        assert_eq!(city().family("gone"), ["gone"]);
    }

    #[test]
    fn fields_and_units_are_proposed_by_any_of_their_names() {
        let values = |words: &str| {
            let places = city().places(words);
            places.into_iter().map(|place| place.value).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(values("dat dai"), "dat");
        assert_eq!(values("so giao thong van tai"), "u-sxd u-gtvt gt");
        assert_eq!(values("sở y tế trả lời về đất đai"), "u-yt dat");
        assert_eq!(values("syt"), "u-yt");
        for words in ["", "?!", "sở", "giấy phép", "y"] {
            assert_eq!(values(words), "", "{words}");
        }
    }
}
