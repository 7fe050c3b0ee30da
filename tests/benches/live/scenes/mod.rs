//! What is measured: [`limit`] beside the bare loop, [`crowds`] of a size and in a state that a city meets, [`storms`].

mod crowds;
mod limit;
mod storms;

use crate::Wish;

const MIB: f64 = 1024.0 * 1024.0;

type Scene = fn(Wish);

const SCENES: [(&str, Scene); 11] = [
    ("control", limit::control),
    ("paced", limit::paced),
    ("flight", limit::flight),
    ("wide", limit::wide),
    ("idle", crowds::idle),
    ("stalled", crowds::stalled),
    ("herd", crowds::herd),
    ("drain", crowds::drain),
    ("votes", storms::votes),
    ("cuts", storms::cuts),
    ("babble", storms::babble),
];

/// Plays the scenes with these names; all of them when none is named.
pub fn play(names: &[String], wish: Wish) {
    for name in names {
        assert!(SCENES.iter().any(|(known, _)| known == name), "no scene {name}");
    }
    for (name, scene) in SCENES {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            scene(wish);
        }
    }
}
