//! Staff accounts and their signed-in browsers.

use dialogue::person::Person;

use super::given::{NOW, id, person, unit};
use super::on_both;

#[tokio::test]
async fn an_account_is_read_back_and_saved() {
    on_both(async |store| {
        let official = Person { unit: Some("u-vp".to_owned()), ..person(1, "thu") };
        let filed = official.clone();
        commit!(store, tx => {
            tx.put_unit(&unit("u-vp", 1)).await?;
            tx.create_person(&filed, "hash-1", NOW).await?;
            tx.create_person(&person(2, "an"), "hash-2", NOW).await?;
        });
        assert_eq!(look!(store, tx => tx.people()), [person(2, "an"), official.clone()], "by username");
        let account = look!(store, tx => tx.account("thu")).expect("it stands");
        assert_eq!((account.person, account.password.as_str()), (official.clone(), "hash-1"));
        assert!(look!(store, tx => tx.account("Thu")).is_none());

        let changed = Person {
            name: "Tên mới".to_owned(),
            title: String::new(),
            unit: None,
            roles: [].into(),
            ..official
        };
        let saved = changed.clone();
        commit!(store, tx => {
            tx.save_person(&saved).await?;
            tx.set_password(saved.id, "hash-3").await?;
        });
        let account = look!(store, tx => tx.account("thu")).expect("it stands");
        assert_eq!((account.person, account.password.as_str()), (changed, "hash-3"));
        assert_eq!(look!(store, tx => tx.person(id(2))), Some(person(2, "an")));
        assert_eq!(look!(store, tx => tx.person(id(9))), None);
    })
    .await;
}

#[tokio::test]
async fn a_signed_in_browser_is_known_until_it_signs_out() {
    on_both(async |store| {
        commit!(store, tx => {
            tx.create_person(&person(1, "an"), "", NOW).await?;
            tx.sign_in("a", id(1), NOW).await?;
            tx.sign_in("b", id(1), NOW.plus(1)).await?;
            tx.seen("a", NOW.plus(60)).await?;
        });
        let known = look!(store, tx => tx.signed_in("a")).expect("signed in");
        assert_eq!((known.person, known.at, known.seen_at), (person(1, "an"), NOW, NOW.plus(60)));
        let other = look!(store, tx => tx.signed_in("b")).expect("signed in");
        assert_eq!((other.at, other.seen_at), (NOW.plus(1), NOW.plus(1)));
        commit!(store, tx => tx.sign_out("a").await?);
        assert!(look!(store, tx => tx.signed_in("a")).is_none());
        assert!(look!(store, tx => tx.signed_in("b")).is_some(), "another browser stays");
        let taken = attempt!(store, tx => tx.sign_in("b", id(1), NOW).await?);
        assert!(taken.is_err_and(|error| error.is_taken()));
        let stranger = attempt!(store, tx => tx.sign_in("c", id(9), NOW).await?);
        assert!(stranger.is_err_and(|error| error.is_referred()));
    })
    .await;
}

#[tokio::test]
async fn a_person_is_signed_out_everywhere_and_others_stay() {
    on_both(async |store| {
        commit!(store, tx => {
            tx.create_person(&person(1, "an"), "", NOW).await?;
            tx.create_person(&person(2, "thu"), "", NOW).await?;
            for (hash, who) in [("a", 1), ("b", 1), ("c", 2)] {
                tx.sign_in(hash, id(who), NOW).await?;
            }
            tx.sign_out_everywhere(id(1), "").await?;
        });
        for (hash, stays) in [("a", false), ("b", false), ("c", true)] {
            assert_eq!(look!(store, tx => tx.signed_in(hash)).is_some(), stays, "{hash}");
        }
        commit!(store, tx => tx.sign_in("a", id(1), NOW).await?);
        assert!(look!(store, tx => tx.signed_in("a")).is_some(), "and may sign in again");
    })
    .await;
}

#[tokio::test]
async fn a_removed_account_signs_in_no_more_and_keeps_its_name() {
    on_both(async |store| {
        commit!(store, tx => {
            for n in 1..3 {
                tx.create_person(&person(n, &format!("p{n}")), "", NOW).await?;
                tx.sign_in(&format!("{n}"), id(n), NOW).await?;
            }
            tx.remove_person(id(1), NOW).await?;
        });
        assert!(look!(store, tx => tx.account("p1")).is_none());
        assert!(look!(store, tx => tx.signed_in("1")).is_none());
        assert!(look!(store, tx => tx.signed_in("2")).is_some());
        assert_eq!(look!(store, tx => tx.people()), [person(2, "p2")]);
        assert_eq!(look!(store, tx => tx.person(id(1))), Some(person(1, "p1")), "the log still names them");
        let again = attempt!(store, tx => tx.create_person(&person(3, "p1"), "", NOW).await?);
        assert!(again.is_err_and(|error| error.is_taken()), "nobody else takes the name");
    })
    .await;
}

/// Hashes as they are stored: 64 hex digits.
const OWN: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const OTHER: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

#[tokio::test]
async fn open_sign_ins_are_listed_closed_one_by_one_and_forgotten_when_old() {
    on_both(async |store| {
        commit!(store, tx => {
            tx.create_person(&person(1, "an"), "", NOW).await?;
            tx.create_person(&person(2, "thu"), "", NOW).await?;
            tx.sign_in(OWN, id(1), NOW).await?;
            tx.sign_in(OTHER, id(1), NOW.plus(1)).await?;
            tx.sign_in(&"c".repeat(64), id(2), NOW.plus(9)).await?;
        });
        let listed = async || {
            let open = look!(store, tx => tx.open_sign_ins(id(1)));
            open.iter().map(|open| (open.id.clone(), open.at, open.seen_at)).collect::<Vec<_>>()
        };
        let line = |hash: &str, at: i64| (hash[..32].to_owned(), NOW.0 + at, NOW.0 + at);
        assert_eq!(listed().await, [line(OTHER, 1), line(OWN, 0)]);
        assert!(!commit!(store, tx => tx.close_sign_in(id(2), &OWN[..32]).await?), "it is not hers");
        assert!(commit!(store, tx => tx.close_sign_in(id(1), &OWN[..32]).await?));
        assert_eq!(listed().await, [line(OTHER, 1)]);
        commit!(store, tx => tx.sign_in(OWN, id(1), NOW.plus(2)).await?);
        commit!(store, tx => tx.sign_out_everywhere(id(1), OWN).await?);
        assert_eq!(listed().await, [line(OWN, 2)], "all but one");
        assert_eq!(commit!(store, tx => tx.sweep_sign_ins(NOW, NOW.plus(3)).await?), 1, "not used for long");
        assert_eq!(commit!(store, tx => tx.sweep_sign_ins(NOW.plus(10), NOW).await?), 1, "begun long ago");
        let taken = async |name: &str| look!(store, tx => tx.is_username_taken(name));
        assert_eq!((taken("an").await, taken("hoa").await), (true, false));
        commit!(store, tx => tx.remove_person(id(1), NOW).await?);
        assert!(taken("an").await, "a removed person keeps the name");
    })
    .await;
}
