//! All integration tests in one binary; each file is named after what it promises.

mod administration;
mod archive;
mod bad_input;
mod chaos;
mod connections;
mod crowd;
mod decisions;
mod demo;
mod desk;
mod duplicates;
mod frames;
mod harness;
mod history;
mod idempotency;
mod intruders;
mod kill;
mod live;
mod nodes;
mod resume;
mod rights;
mod schedule;
mod screen;
mod store;
mod story;
mod verify;
mod wire;
