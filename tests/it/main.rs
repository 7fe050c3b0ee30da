//! All integration tests in one binary; each file is named after what it promises.

mod bad_input;
mod connections;
mod demo;
mod desk;
mod harness;
mod kill;
mod live;
mod nodes;
mod schedule;
mod store;
mod verify;
