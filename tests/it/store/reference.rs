//! Reference data: units, fields, reasons, templates, days off, settings. Putting it twice replaces it.

use dialogue::unit::{Field, Reason, Unit};
use store::{Holiday, Maskwords, Synonym, Template, Watchwords};
use tokio::task::JoinSet;

use super::given::{NOW, approved, begin, file_all, person, session, unit};
use super::on_both;

fn field(id: &str, default_unit: Option<&str>, order: i64) -> Field {
    let default_unit = default_unit.map(str::to_owned);
    Field { id: id.to_owned(), name: format!("Lĩnh vực {id}"), default_unit, order }
}

#[tokio::test]
async fn units_are_replaced_whole_and_listed_by_place() {
    on_both(async |store| {
        commit!(store, tx => for (id, place) in [("u-c", 1), ("u-b", 2), ("u-a", 2)] {
            tx.put_unit(&unit(id, place)).await?;
        });
        assert_eq!(look!(store, tx => tx.units()), [unit("u-c", 1), unit("u-a", 2), unit("u-b", 2)]);
        let full = Unit {
            name: "Ủy ban mới".to_owned(),
            short: "UB".to_owned(),
            kind: "ward".to_owned(),
            org_code: Some("H01".to_owned()),
            valid_from: Some("2025-07-01".to_owned()),
            valid_to: Some("2030-01-01".to_owned()),
            predecessors: vec!["u-a".to_owned(), "u-b".to_owned()],
            needs_review: true,
            ..unit("u-c", 9)
        };
        let put = full.clone();
        commit!(store, tx => tx.put_unit(&put).await?);
        assert_eq!(look!(store, tx => tx.units()), [unit("u-a", 2), unit("u-b", 2), full]);
    })
    .await;
}

#[tokio::test]
async fn fields_are_replaced_and_listed_by_place() {
    on_both(async |store| {
        commit!(store, tx => {
            tx.put_unit(&unit("u-a", 1)).await?;
            tx.put_field(&field("f-b", Some("u-a"), 1)).await?;
            tx.put_field(&field("f-a", None, 2)).await?;
            tx.put_field(&field("f-b", None, 3)).await?;
        });
        assert_eq!(look!(store, tx => tx.fields()), [field("f-a", None, 2), field("f-b", None, 3)]);
        let nobody = attempt!(store, tx => tx.put_field(&field("f-c", Some("u-none"), 1)).await?);
        assert!(nobody.is_err_and(|error| error.is_referred()));
    })
    .await;
}

#[tokio::test]
async fn what_is_referred_to_cannot_be_deleted() {
    on_both(async |store| {
        commit!(store, tx => {
            for id in ["u-field", "u-person", "u-free"] {
                tx.put_unit(&unit(id, 1)).await?;
            }
            tx.put_field(&field("f-a", Some("u-field"), 1)).await?;
            let mut member = person(1, "an");
            member.unit = Some("u-person".to_owned());
            tx.create_person(&member, "", NOW).await?;
        });
        for id in ["u-field", "u-person"] {
            let kept = attempt!(store, tx => tx.delete_unit(id).await?);
            assert!(kept.is_err_and(|error| error.is_referred() && !error.is_taken()), "{id}");
        }
        for deleted in [true, false] {
            assert_eq!(commit!(store, tx => tx.delete_unit("u-free").await?), deleted);
            assert_eq!(commit!(store, tx => tx.delete_field("f-a").await?), deleted);
        }
        assert!(commit!(store, tx => tx.delete_unit("u-field").await?), "once nothing refers to it");
    })
    .await;
}

#[tokio::test]
async fn reasons_templates_and_days_off_keep_their_place() {
    on_both(async |store| {
        let reason = |key: &str, label: &str| Reason { key: key.to_owned(), label: label.to_owned() };
        let template = |key: &str, text: &str| Template {
            key: key.to_owned(),
            label: text.to_uppercase(),
            text: text.to_owned(),
        };
        let synonym = |key: &str, text: &str| Synonym {
            key: key.to_owned(),
            label: text.to_uppercase(),
            text: text.to_owned(),
        };
        let watched = |key: &str, text: &str| Watchwords {
            key: key.to_owned(),
            label: text.to_uppercase(),
            text: text.to_owned(),
        };
        let masked = |key: &str, text: &str| Maskwords {
            key: key.to_owned(),
            label: text.to_uppercase(),
            text: text.to_owned(),
        };
        let holiday = |day: &str, off, label: &str| Holiday { day: day.to_owned(), off, label: label.to_owned() };
        commit!(store, tx => {
            for (key, text, place) in [("b", "một", 1), ("a", "hai", 2), ("b", "ba", 5)] {
                tx.put_reason(&reason(key, text), place).await?;
                tx.put_template(&template(key, text), place).await?;
                tx.put_synonym(&synonym(key, text), place).await?;
                tx.put_watchwords(&watched(key, text), place).await?;
                tx.put_maskwords(&masked(key, text), place).await?;
            }
            for (day, off, label) in
                [("2026-09-02", true, "Quốc khánh"), ("2026-01-01", true, "Tết"), ("2026-01-01", false, "Làm bù")]
            {
                tx.put_holiday(&holiday(day, off, label)).await?;
            }
        });
        assert_eq!(look!(store, tx => tx.reasons()), [reason("b", "ba"), reason("a", "hai")]);
        assert_eq!(look!(store, tx => tx.templates()), [template("b", "ba"), template("a", "hai")]);
        assert_eq!(look!(store, tx => tx.synonyms()), [synonym("b", "ba"), synonym("a", "hai")]);
        assert_eq!(look!(store, tx => tx.watchwords()), [watched("b", "ba"), watched("a", "hai")]);
        assert_eq!(look!(store, tx => tx.maskwords()), [masked("b", "ba"), masked("a", "hai")]);
        assert_eq!(synonym("b", " một \n\nhai").terms(), [" MỘT \n\nHAI", "một", "hai"]);
        let days = [holiday("2026-01-01", false, "Làm bù"), holiday("2026-09-02", true, "Quốc khánh")];
        assert_eq!(look!(store, tx => tx.holidays()), days);
        for deleted in [true, false] {
            assert_eq!(commit!(store, tx => tx.delete_reason("b").await?), deleted);
            assert_eq!(commit!(store, tx => tx.delete_template("b").await?), deleted);
            assert_eq!(commit!(store, tx => tx.delete_synonym("b").await?), deleted);
            assert_eq!(commit!(store, tx => tx.delete_watchwords("b").await?), deleted);
            assert_eq!(commit!(store, tx => tx.delete_maskwords("b").await?), deleted);
            assert_eq!(commit!(store, tx => tx.delete_holiday("2026-01-01").await?), deleted);
        }
        assert_eq!(look!(store, tx => tx.reasons()), [reason("a", "hai")]);
    })
    .await;
}

#[tokio::test]
async fn what_a_question_or_a_session_names_is_in_use() {
    on_both(async |store| {
        begin(&store, 3).await;
        commit!(store, tx => tx.put_unit(&unit("u-host", 1)).await?);
        let mut led = approved(1, 1);
        led.field = Some("f-a".to_owned());
        led.area = Some("u-area".to_owned());
        led.lead_unit = Some("u-lead".to_owned());
        led.support_units = vec!["u-one".to_owned(), "u-two".to_owned()];
        led.reason = Some("abuse".to_owned());
        file_all(&store, &[led]).await;
        let mut prepared = session(2);
        prepared.host_unit = Some("u-host".to_owned());
        prepared.respondent_units = vec!["u-answers".to_owned()];
        prepared.co_host_units = vec!["u-helps".to_owned()];
        prepared.fields = vec!["f-b".to_owned()];
        commit!(store, tx => tx.create_session(&prepared).await?);
        let units = ["u-area", "u-lead", "u-one", "u-two", "u-host", "u-answers", "u-helps"];
        for (id, used) in units.map(|id| (id, true)).into_iter().chain([("u-tw", false), ("u-_wo", false)]) {
            assert_eq!(look!(store, tx => tx.is_unit_in_use(id)), used, "{id}");
        }
        for (id, used) in [("f-a", true), ("f-b", true), ("f-c", false)] {
            assert_eq!(look!(store, tx => tx.is_field_in_use(id)), used, "{id}");
        }
        for (key, used) in [("abuse", true), ("spam", false)] {
            assert_eq!(look!(store, tx => tx.is_reason_in_use(key)), used, "{key}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_nodes_that_make_a_setting_the_first_wins() {
    on_both(async |store| {
        assert_eq!(look!(store, tx => tx.setting("epoch")), None);
        let mut nodes = JoinSet::new();
        for n in 0..20 {
            let store = store.clone();
            nodes.spawn(async move {
                commit!(store, tx => {
                    tx.keep_setting("epoch", &format!("nút {n}")).await?;
                    tx.setting("epoch").await?
                })
            });
        }
        let told = nodes.join_all().await;
        let kept = look!(store, tx => tx.setting("epoch"));
        assert!(kept.is_some() && told.iter().all(|epoch| *epoch == kept), "{told:?}");
    })
    .await;
}
