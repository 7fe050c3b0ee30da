//! Filters, facets, pages and orders.

use super::*;
use crate::{Facets, MAX_PER_PAGE, Sort};

/// Six items over two fields, two years and three sessions.
fn archive() -> (Folder, Index) {
    let folder = Folder::new();
    let index = folder.open();
    let item = |id: &str, field: &str, session: Option<&str>, year, votes, at| Document {
        field: Some(field.to_owned()),
        session: session.map(str::to_owned),
        year,
        votes,
        at,
        ..asked(id, "đèn đường ở đâu")
    };
    put(
        &index,
        [
            item("1-1", "giao-thong", Some("mot"), 2025, 3, 10),
            item("1-2", "giao-thong", Some("mot"), 2025, 9, 20),
            item("2-1", "moi-truong", Some("hai"), 2026, 9, 30),
            item("2-2", "giao-thong", Some("hai"), 2026, 0, 40),
            item("a-1", "giao-thong", None, 2026, 1, 40),
            Document {
                answer: "Ở kho".to_owned(),
                answered: true,
                unit: Some("so-xd".to_owned()),
                ..item("a-2", "moi-truong", None, 2026, 2, 5)
            },
        ],
    );
    (folder, index)
}

fn counts(values: &[(String, u64)]) -> Vec<(&str, u64)> {
    values.iter().map(|(value, count)| (value.as_str(), *count)).collect()
}

#[test]
fn without_words_everything_is_shown_the_newest_first() {
    let (_folder, index) = archive();
    let found = index.search(&words("  ")).unwrap();
    assert_eq!(ids(&found), ["2-2", "a-1", "2-1", "1-2", "1-1", "a-2"]);
    assert_eq!(found.total, 6);
}

#[test]
fn orders_are_stable() {
    let (_folder, index) = archive();
    let sorted = |sort, text: &str| {
        let found = index.search(&Query { sort, ..words(text) }).unwrap();
        ids(&found).join(" ")
    };
    for text in ["", "đèn đường"] {
        assert_eq!(sorted(Sort::New, text), "2-2 a-1 2-1 1-2 1-1 a-2");
        assert_eq!(sorted(Sort::Votes, text), "1-2 2-1 1-1 a-2 a-1 2-2");
    }
    put(&index, [Document { votes: 50, ..asked("0-0", "đèn đường") }]); // in a segment of its own
    assert_eq!(sorted(Sort::Votes, "đèn"), "0-0 1-2 2-1 1-1 a-2 a-1 2-2");
}

#[test]
fn filters_narrow_with_and_without_words() {
    let (_folder, index) = archive();
    let some = |value: &str| Some(value.to_owned());
    for text in ["", "den duong"] {
        let base = || words(text);
        let table = [
            (Query { field: some("moi-truong"), ..base() }, 2),
            (Query { unit: vec!["so-xd".to_owned()], ..base() }, 1),
            (Query { session: some("mot"), ..base() }, 2),
            (Query { kind: some("question"), ..base() }, 6),
            (Query { year: Some(2026), ..base() }, 4),
            (Query { answered: Some(true), ..base() }, 1),
            (Query { answered: Some(false), year: Some(2026), ..base() }, 3),
            (Query { field: some("giao-thong"), session: some("hai"), ..base() }, 1),
            (Query { field: some("giao"), ..base() }, 0),
            (Query { year: Some(-1), ..base() }, 0),
        ];
        for (query, expected) in table {
            let found = index.search(&query).unwrap();
            assert_eq!(found.total, expected, "{query:?}");
            let uncounted = index.search(&Query { counts: false, ..query }).unwrap();
            assert_eq!((uncounted.total, uncounted.hits), (found.total, found.hits));
            assert_eq!(uncounted.facets, crate::Facets::default());
        }
    }
}

#[test]
fn facets_count_every_match_not_only_the_page() {
    let (_folder, index) = archive();
    let found = index.search(&Query { per_page: 1, ..words("đèn") }).unwrap();
    let facets = &found.facets;
    assert_eq!(found.hits.len(), 1);
    assert_eq!(counts(&facets.field), [("giao-thong", 4), ("moi-truong", 2)]);
    assert_eq!(counts(&facets.session), [("hai", 2), ("mot", 2)], "equals by name");
    assert_eq!(counts(&facets.unit), [("so-xd", 1)]);
    assert_eq!(counts(&facets.kind), [("question", 6)]);
    assert_eq!(counts(&facets.year), [("2026", 4), ("2025", 2)]);
    assert_eq!(counts(&facets.answered), [("false", 5), ("true", 1)]);
}

#[test]
fn facets_follow_the_filters_and_the_removals() {
    let (_folder, index) = archive();
    index.apply(vec![Change::Remove("2-1".to_owned())], &cursor(2)).unwrap();
    let found = index.search(&Query { year: Some(2026), ..words("") }).unwrap();
    assert_eq!(counts(&found.facets.field), [("giao-thong", 2), ("moi-truong", 1)]);
    assert_eq!(counts(&found.facets.year), [("2026", 3), ("2025", 2)], "another year may be chosen instead");
}

#[test]
fn a_facet_is_counted_as_if_nothing_was_chosen_in_it() {
    let (_folder, index) = archive();
    let query =
        Query { field: Some("giao-thong".to_owned()), session: Some("hai".to_owned()), ..words("den") };
    let found = index.search(&query).unwrap();
    assert_eq!((ids(&found), found.total), (vec!["2-2"], 1));
    assert_eq!(counts(&found.facets.field), [("giao-thong", 1), ("moi-truong", 1)], "within the session");
    assert_eq!(counts(&found.facets.session), [("mot", 2), ("hai", 1)], "within the field");
    assert_eq!(counts(&found.facets.year), [("2026", 1)], "within both");
}

#[test]
fn several_units_and_a_span_of_time_may_be_asked() {
    let (_folder, index) = archive();
    put(&index, [Document { unit: Some("so-gtvt".to_owned()), at: 15, ..asked("3-1", "đèn") }]);
    let unit = |units: &[&str]| units.iter().map(|unit| (*unit).to_owned()).collect();
    let found = index.search(&Query { unit: unit(&["so-gtvt", "so-xd"]), ..words("") }).unwrap();
    assert_eq!(ids(&found), ["3-1", "a-2"]);
    assert_eq!(index.search(&Query { unit: unit(&["so-yt"]), ..words("") }).unwrap().total, 0);
    let between = |from, before| {
        let found = index.search(&Query { from, before, ..words("") }).unwrap();
        assert_eq!(found.facets.kind.iter().map(|(_, count)| *count).sum::<u64>(), found.total as u64);
        ids(&found).join(" ")
    };
    assert_eq!(between(Some(10), Some(30)), "1-2 3-1 1-1");
    assert_eq!(between(Some(40), None), "2-2 a-1");
    assert_eq!(between(None, Some(10)), "a-2");
    assert_eq!(between(Some(50), Some(40)), "");
}

#[test]
fn pages_follow_each_other_without_a_gap() {
    let folder = Folder::new();
    let index = folder.open();
    for batch in 0..5 {
        put(&index, (0..9).map(|number| asked(&format!("{number}-{batch}"), "đèn đường")));
    }
    for sort in [Sort::Relevance, Sort::New, Sort::Votes] {
        let page = |page| index.search(&Query { page, per_page: 10, sort, ..words("đèn") }).unwrap();
        let pages: Vec<Found> = (0..6).map(page).collect();
        let seen: Vec<&str> = pages.iter().flat_map(ids).collect();
        assert!(pages.iter().all(|page| page.total == 45));
        assert!(seen.is_sorted() && seen.len() == 45, "{seen:?}");
    }
}

#[test]
fn wild_pages_are_empty_and_wild_sizes_are_cut() {
    let folder = Folder::new();
    let index = folder.open();
    put(&index, (0..150).map(|number| asked(&number.to_string(), "đèn")));
    let shown = |page, per_page| {
        let found = index.search(&Query { page, per_page, ..words("đèn") }).unwrap();
        assert_eq!(found.total, 150);
        found.hits.len()
    };
    assert_eq!(shown(0, usize::MAX), MAX_PER_PAGE);
    assert_eq!(shown(1, usize::MAX), 50);
    assert_eq!(shown(usize::MAX, usize::MAX), 0);
    assert_eq!(shown(usize::MAX, 1), 0);
    assert_eq!(shown(0, 0), 0);
    assert_eq!(shown(149, 1), 1);
}

#[test]
fn an_empty_index_answers() {
    let folder = Folder::new();
    let index = folder.open();
    for text in ["", "đèn", "\"đèn đường\""] {
        let found = index.search(&words(text)).unwrap();
        assert_eq!((found.total, found.hits, found.facets), (0, Vec::new(), Facets::default()), "{text}");
    }
    assert!(index.is_empty());
}
