//! Sessions and the people named in them.

use dialogue::Millis;
use dialogue::person::Role;
use dialogue::question::{Handling, Moderation, Question};
use dialogue::session::{Session, SessionState};

use super::given::{NOW, approved, begin, file_all, id, merged, person, question, session, unit};
use super::on_both;

/// A session in which every field that may be empty is.
fn bare(no: i64) -> Session {
    Session { no, slug: format!("trong-{no}"), ..Session::intake(NOW) }
}

#[tokio::test]
async fn a_session_is_read_back_whole_in_the_order_of_their_starts() {
    on_both(async |store| {
        begin(&store, 4).await;
        assert_eq!(look!(store, tx => tx.next_session_no()), 1, "the intake is number 0");
        let hosted = Session { host_unit: Some("u-vp".to_owned()), ..session(2) };
        let (intake, early, late) = (Session::intake(NOW), session(1), hosted);
        let all = [late.clone(), early.clone(), bare(3), intake.clone()];
        let filed = all.clone();
        commit!(store, tx => {
            tx.put_unit(&unit("u-vp", 1)).await?;
            for session in &filed {
                tx.create_session(session).await?;
            }
        });
        assert_eq!(look!(store, tx => tx.sessions()), all, "newest start first, those without a start last");
        assert_eq!(look!(store, tx => tx.session(1)), Some(early.clone()));
        assert_eq!(look!(store, tx => tx.session_by_slug("phien-1")), Some(early));
        assert_eq!(look!(store, tx => tx.session(0)), Some(intake));
        assert_eq!(look!(store, tx => tx.session(9)), None);
        assert_eq!(look!(store, tx => tx.session_by_slug("phien")), None);
        assert_eq!(look!(store, tx => tx.next_session_no()), 4);
    })
    .await;
}

#[tokio::test]
async fn saving_replaces_every_field_of_that_session_alone() {
    on_both(async |store| {
        begin(&store, 3).await;
        commit!(store, tx => for no in 1..3 {
            tx.create_session(&session(no)).await?;
        });
        let changed = Session {
            title: "Tên mới".to_owned(),
            state: SessionState::Cancelled,
            created_at: Millis(5),
            allow_votes: true,
            ..bare(1)
        };
        let saved = changed.clone();
        commit!(store, tx => tx.save_session(&saved).await?);
        assert_eq!(look!(store, tx => tx.session(1)), Some(changed));
        assert_eq!(look!(store, tx => tx.session(2)), Some(session(2)));
    })
    .await;
}

#[tokio::test]
async fn a_session_needs_a_free_slug_a_log_and_a_known_host() {
    on_both(async |store| {
        begin(&store, 2).await;
        commit!(store, tx => tx.create_session(&session(1)).await?);
        let same_slug = Session { no: 0, ..session(1) };
        let refused = attempt!(store, tx => tx.create_session(&same_slug).await?);
        assert!(refused.is_err_and(|error| error.is_taken() && !error.is_referred()), "the slug");
        let refused = attempt!(store, tx => tx.create_session(&session(7)).await?);
        assert!(refused.is_err_and(|error| error.is_referred() && !error.is_taken()), "the log");
        let hosted = Session { host_unit: Some("u-none".to_owned()), ..bare(0) };
        let refused = attempt!(store, tx => tx.create_session(&hosted).await?);
        assert!(refused.is_err_and(|error| error.is_referred()), "the host");
    })
    .await;
}

#[tokio::test]
async fn people_are_named_once_and_a_role_is_cleared_for_all() {
    on_both(async |store| {
        begin(&store, 3).await;
        commit!(store, tx => {
            for no in 1..3 {
                tx.create_session(&session(no)).await?;
            }
            for n in 1..3 {
                tx.create_person(&person(n, &format!("p{n}")), "", NOW).await?;
            }
            for _ in 0..2 {
                tx.name_in_session(1, id(2), Role::Host).await?;
                tx.name_in_session(1, id(1), Role::Host).await?;
                tx.name_in_session(1, id(1), Role::Chair).await?;
                tx.name_in_session(2, id(1), Role::Host).await?;
            }
        });
        let named = look!(store, tx => tx.named_in_session(1));
        assert_eq!(named, [(id(1), Role::Chair), (id(1), Role::Host), (id(2), Role::Host)]);
        let roles = look!(store, tx => tx.session_roles_of(id(1)));
        assert_eq!(roles, [(1, Role::Host), (1, Role::Chair), (2, Role::Host)].into());
        commit!(store, tx => tx.clear_role(1, Role::Host).await?);
        assert_eq!(look!(store, tx => tx.named_in_session(1)), [(id(1), Role::Chair)]);
        assert_eq!(look!(store, tx => tx.named_in_session(2)), [(id(1), Role::Host)]);
        let stranger = attempt!(store, tx => tx.name_in_session(1, id(99), Role::Host).await?);
        assert!(stranger.is_err_and(|error| error.is_referred()), "nobody has that id");
    })
    .await;
}

#[tokio::test]
async fn what_waits_in_a_session_is_counted() {
    on_both(async |store| {
        begin(&store, 2).await;
        assert_eq!(look!(store, tx => tx.waiting_in_session(1)), 0);
        file_all(
            &store,
            &[
                question(1, 1),
                Question { moderation: Moderation::NeedsInfo, ..question(1, 2) },
                approved(1, 3),
                Question { handling: Handling::Answered, ..approved(1, 4) },
                merged(5, &approved(1, 3)),
                question(0, 1),
            ],
        )
        .await;
        assert_eq!(look!(store, tx => tx.waiting_in_session(1)), 3);
    })
    .await;
}
