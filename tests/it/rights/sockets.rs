//! The verbs of the socket have the rights of their routes on the desk's lens, and none on the public one.

use serde_json::{Value, json};
use tests::{people::LIVE, ws::Viewer};
use uuid::Uuid;

use super::{
    callers::{Caller, World},
    compare::Verdict,
    lines,
    table::TABLE,
};

const OF_DESK: &str = "/api/v1/desk/questions/{id}/";
const NOTICE: &str = "/api/v1/admin/sessions/{slug}/notice";
const QUEUE: &str = "/api/v1/desk/{slug}/queue";

/// The verbs of the desk with those who may, as the table has them.
fn verbs() -> Vec<(&'static str, &'static str)> {
    let verb = |path: &'static str| match path.strip_prefix(OF_DESK) {
        Some(verb) => Some(verb).filter(|verb| !verb.starts_with("answer")),
        None => (path == NOTICE).then_some("notice"),
    };
    let verbs: Vec<_> =
        TABLE.iter().filter_map(|(_, path, may)| verb(path).map(|verb| (verb, *may))).collect();
    assert!(verbs.len() > 15, "the table names every verb of the desk, found only {verbs:?}");
    verbs
}

/// One caller on one lens.
struct Talk<'a> {
    viewer: Viewer,
    question: &'a str,
    /// Keys are unique in the whole site: each talk begins elsewhere.
    key: u128,
}

impl<'a> Talk<'a> {
    async fn join(world: &'a World, caller: Caller, audience: &str) -> Result<Self, u16> {
        let query = format!("audience={audience}");
        let viewer = Viewer::try_join(world.server.address(), LIVE, &query, world.client(caller)).await?;
        let place = (caller as u128) * 2 + u128::from(audience == "desk");
        let key = 0x0199_a000_0000_7000_8000_0000_0000_0000 + (place << 16);
        Ok(Self { viewer, question: &world.question, key })
    }

    async fn say(&mut self, act: &str) -> Verdict {
        self.key += 1;
        let key = Uuid::from_u128(self.key).to_string();
        let frame = json!({"do": act, "ref": key, "id": self.question, "on": true});
        verdict(&self.viewer.call(&frame).await)
    }
}

fn verdict(reply: &Value) -> Verdict {
    let problem = &reply["problem"];
    match (&reply["ok"], problem["type"].as_str()) {
        (Value::Bool(true), _) => Verdict::Allowed,
        (_, Some("/problems/sign-in-required")) => Verdict::Stranger,
        (_, Some("/problems/forbidden")) => Verdict::Forbidden,
        (_, Some("/problems/not-found")) => Verdict::Hidden,
        (_, Some("/problems/unavailable") | None) => Verdict::Broken(503),
        _ => Verdict::Allowed,
    }
}

#[tokio::test]
async fn each_verb_on_the_desks_lens_has_the_right_of_its_route() {
    let world = World::build().await;
    let (_, _, desk) = *TABLE.iter().find(|row| row.1 == QUEUE).expect("the queue has a row");
    let mut wrong = Vec::new();
    for caller in Caller::ALL {
        let mut talk = match Talk::join(&world, caller, "desk").await {
            Ok(talk) => talk,
            Err(status) => {
                let wanted = if caller.is_staff() { 403 } else { 401 };
                assert!(!caller.is_in(desk) && status == wanted, "{caller:?} is refused with {status}");
                continue;
            }
        };
        assert!(caller.is_in(desk), "{caller:?} reads the desk");
        for (verb, may) in verbs().into_iter().chain([("ask", desk), ("vote", desk)]) {
            let wanted = if caller.is_in(may) { Verdict::Allowed } else { Verdict::Forbidden };
            let got = talk.say(verb).await;
            if got != wanted {
                wrong.push(format!("{verb} by {caller:?}: {got:?}, not {wanted:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", lines(&wrong));
}

#[tokio::test]
async fn no_verb_of_the_desk_works_on_the_public_lens_whoever_says_it() {
    let world = World::build().await;
    let mut wrong = Vec::new();
    for caller in Caller::ALL {
        let joined = Talk::join(&world, caller, "public").await;
        let mut talk = joined.unwrap_or_else(|status| panic!("{caller:?} may read: {status}"));
        for (verb, _) in verbs() {
            let got = talk.say(verb).await;
            if !matches!(got, Verdict::Stranger | Verdict::Forbidden) {
                wrong.push(format!("{verb} by {caller:?}: {got:?}"));
            }
        }
        for verb in ["ask", "vote"] {
            assert_eq!(talk.say(verb).await, Verdict::Allowed, "{verb} by {caller:?}");
        }
    }
    assert!(wrong.is_empty(), "{}", lines(&wrong));
}
