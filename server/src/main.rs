//! `doithoai`: the command line of Đối Thoại.

use std::process::ExitCode;

use clap::Parser;
use doithoai::cli::Cli;
use tracing_subscriber::EnvFilter;

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
