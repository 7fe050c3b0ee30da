//! A random walk over the live session: askers, moderators, the host and officials do what they may, and now and then
//! what they may not.

mod calls;

use std::collections::BTreeMap;

use serde_json::Value;
use tests::{dice::Dice, http::Reply};

pub use calls::Node;

/// What only an official of the unit that leads may do.
const OF_OFFICIALS: [&str; 7] =
    ["draft", "submit", "return", "publish", "correct", "addendum", "retract-answer"];

/// All but the first concern a question that was asked.
const VERBS: &str = "ask notice pause resume approve edit reject merge unmerge request-info redirect undo retract \
    retract-again assign transfer queue stage unstage done draft submit return publish correct addendum \
    retract-answer reply withdraw appeal follow-up";

/// What leads away from an answer: half of the questions are spared it, or few would come that far.
const ENDS: [&str; 7] =
    ["reject", "redirect", "withdraw", "retract", "retract-again", "merge", "request-info"];

/// A question as the walker knows it from the replies.
#[derive(Default)]
struct Asked {
    id: String,
    code: String,
    secret: String,
    moderation: String,
    handling: String,
    stage: String,
    lead_unit: String,
    revision: i64,
    decided_by: Option<usize>,
    retract_wanted_by: Option<usize>,
    appealed: bool,
    followed: bool,
}

pub struct Walk {
    seed: u64,
    dice: Dice,
    asked: Vec<Asked>,
    paused: bool,
    /// How often each verb was taken.
    taken: BTreeMap<&'static str, usize>,
    told: Vec<String>,
    texts: usize,
    /// Which moderator acts.
    acting: usize,
}

impl Walk {
    pub fn new(seed: u64) -> Self {
        let (dice, asked, taken, told) = (Dice::new(seed), Vec::new(), BTreeMap::new(), Vec::new());
        Self { seed, dice, asked, paused: false, taken, told, texts: 0, acting: 0 }
    }

    /// One move through this node: taken or refused, but never a fault of the server.
    pub async fn step(&mut self, node: &Node) {
        let (verb, at) = self.choose();
        self.acting = self.moderator(verb, at);
        let (by, request) = self.call(node, verb, at);
        let reply = by.send(request).await;
        let id = self.asked.get(at).map_or("", |asked| asked.id.as_str());
        self.told.push(format!("{verb} {id}: {}", reply.status));
        // Whose unit does not lead may not even ask.
        let is_foreign = reply.status == 403 && OF_OFFICIALS.contains(&verb);
        let is_answered = is_foreign || matches!(reply.status, 200..=202 | 409 | 422);
        assert!(is_answered, "{verb} {id}: {reply}");
        self.learn(verb, at, &reply);
    }

    /// The verbs that were never taken: such a walk shows little.
    pub fn untaken(&self) -> Vec<&'static str> {
        VERBS.split(' ').filter(|verb| !self.taken.contains_key(verb)).collect()
    }

    /// Mostly what was taken least often and can be taken now, at times anything at all.
    fn choose(&mut self) -> (&'static str, usize) {
        if self.asked.len() < 4 || self.dice.below(8) == 0 {
            return ("ask", self.asked.len());
        }
        let count = self.asked.len();
        let verbs = VERBS.split(' ').skip(1);
        let all: Vec<_> = verbs.flat_map(|verb| (0..count).map(move |at| (verb, at))).collect();
        let likely: Vec<_> = all.iter().copied().filter(|(verb, at)| self.is_likely(verb, *at)).collect();
        let least = likely.iter().map(|(verb, _)| self.times(verb)).min();
        let rare: Vec<_> =
            likely.iter().copied().filter(|(verb, _)| Some(self.times(verb)) == least).collect();
        match self.dice.below(10) {
            0 => self.dice.pick(&all),
            1..=6 => self.dice.pick(&rare),
            _ => self.dice.pick(&likely),
        }
    }

    fn times(&self, verb: &str) -> usize {
        self.taken.get(verb).copied().unwrap_or(0)
    }

    fn is_likely(&self, verb: &str, at: usize) -> bool {
        let q = &self.asked[at];
        let (moderation, handling, stage) = (q.moderation.as_str(), q.handling.as_str(), q.stage.as_str());
        if at.is_multiple_of(2) && ENDS.contains(&verb) {
            return false;
        }
        let approved = moderation == "approved";
        let open = approved && handling != "answered";
        match verb {
            "approve" | "reject" | "request-info" | "redirect" => moderation == "pending",
            "merge" => moderation == "pending" || open,
            "unmerge" => moderation == "merged",
            "edit" => approved || moderation == "merged",
            "undo" => q.decided_by.is_some(),
            "retract" => approved && q.retract_wanted_by.is_none(),
            "retract-again" => approved && q.retract_wanted_by.is_some(),
            "assign" => approved && ["unassigned", "assigned"].contains(&handling),
            "transfer" => open && handling != "unassigned",
            "queue" => approved && ["none", "done"].contains(&stage),
            "stage" => approved && !self.paused && ["none", "queued"].contains(&stage),
            "unstage" => approved && ["queued", "on_stage"].contains(&stage),
            "done" => approved && stage == "on_stage",
            "draft" => approved && ["assigned", "drafting"].contains(&handling),
            "submit" => approved && handling == "drafting",
            "return" => approved && handling == "in_review",
            "publish" => approved && ["drafting", "in_review"].contains(&handling),
            "correct" | "addendum" | "retract-answer" => approved && handling == "answered",
            "follow-up" => approved && handling == "answered" && !q.followed,
            "reply" => moderation == "needs_info",
            "withdraw" => moderation == "needs_info" || moderation == "pending" || open,
            "appeal" => moderation == "rejected" && !q.appealed,
            "pause" => !self.paused,
            "resume" => self.paused,
            _ => true,
        }
    }

    fn moderator(&mut self, verb: &str, at: usize) -> usize {
        let asked = self.asked.get(at);
        let known = match verb {
            "undo" => asked.and_then(|asked| asked.decided_by),
            "retract-again" => asked.and_then(|asked| asked.retract_wanted_by).map(|first| 1 - first),
            _ => None,
        };
        known.unwrap_or_else(|| self.dice.below(2))
    }

    fn learn(&mut self, verb: &'static str, at: usize, reply: &Reply) {
        let body = reply.json();
        if reply.status >= 300 {
            if let (Some(revision), Some(asked)) = (body["revision"].as_i64(), self.asked.get_mut(at)) {
                asked.revision = revision;
            }
            return;
        }
        if verb != "retract-again" || reply.status == 200 {
            *self.taken.entry(verb).or_default() += 1;
        }
        match verb {
            "ask" => self.asked.push(Asked::of_receipt(&body)),
            "follow-up" => {
                self.asked[at].followed = true;
                self.asked.push(Asked::of_receipt(&body));
            }
            "pause" | "resume" => self.paused = verb == "pause",
            "notice" => {}
            "draft" => {
                let asked = &mut self.asked[at];
                asked.revision = body["revision"].as_i64().expect("a revision");
                "drafting".clone_into(&mut asked.handling);
            }
            _ => self.learn_of_question(verb, at, reply.status, &body["question"]),
        }
    }

    fn learn_of_question(&mut self, verb: &'static str, at: usize, status: u16, told: &Value) {
        if verb == "stage" {
            let others = self.asked.iter_mut().filter(|asked| asked.stage == "on_stage");
            others.for_each(|asked| "done".clone_into(&mut asked.stage));
        }
        let acting = self.acting;
        let asked = &mut self.asked[at];
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(text("id"), asked.id, "{verb} tells of another question");
        asked.moderation = text("moderation");
        asked.handling = text("handling");
        asked.stage = text("stage");
        asked.lead_unit = text("lead_unit");
        match verb {
            "approve" | "reject" | "merge" | "unmerge" | "request-info" | "redirect" => {
                asked.decided_by = Some(acting);
            }
            "retract" | "retract-again" => asked.retract_wanted_by = (status == 202).then_some(acting),
            "publish" => asked.revision = 0,
            "appeal" => asked.appealed = true,
            "undo" => asked.decided_by = None,
            _ => {}
        }
    }
}

impl Asked {
    fn of_receipt(receipt: &Value) -> Self {
        let text = |name: &str| receipt[name].as_str().expect("a receipt has it").to_owned();
        let link = text("track_url");
        let (_, secret) = link.split_once("?s=").expect("the link carries the secret");
        let (secret, stage) = (secret.to_owned(), "none".to_owned());
        Self {
            id: text("id"),
            code: text("code"),
            secret,
            moderation: "pending".to_owned(),
            stage,
            ..Self::default()
        }
    }
}

impl Drop for Walk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the walk with the seed {}:\n{}", self.seed, self.told.join("\n"));
        }
    }
}
