//! `doithoai`: the command line of Đối Thoại.

use std::process::ExitCode;

use clap::Parser;
use doithoai::cli::Cli;
use tracing_subscriber::EnvFilter;

/// Thousands of readers come and go beside each other: glibc's heap keeps three times as much for each, in holes.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let level = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn"));
    tracing_subscriber::fmt().json().with_env_filter(level).with_writer(std::io::stderr).init();
    match doithoai::commands::run(Cli::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("doithoai: {error}");
            ExitCode::FAILURE
        }
    }
}
