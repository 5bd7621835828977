//! `portolan init`: start a scenario of your own.

use std::{fs, path::PathBuf};

use clap::Args;

use super::{Answer, Failure, Stage, print, write_file};
use crate::embedded;

const STARTER: &str = "scenarios/starter/";

/// The arguments of `portolan init`.
#[derive(Args, Debug)]
pub struct Init {
    /// The folder to make.
    folder: PathBuf,
}

impl Init {
    /// Runs the command.
    pub fn run(&self, _: &Stage) -> Result<Answer, Failure> {
        let folder = self.folder.display();
        if self.folder.exists() {
            return Err(Failure::Told(format!(
                "error[init.exists]: `{folder}` is there already, and nothing in it was touched\n\nhint: name a folder that does not exist"
            )));
        }
        fs::create_dir_all(&self.folder).map_err(|error| {
            Failure::Told(format!("error[io]: cannot make `{folder}`: {error}"))
        })?;
        for (name, text) in embedded::SCENARIOS {
            if let Some(file) = name.strip_prefix(STARTER) {
                write_file(&self.folder.join(file), text)?;
            }
        }
        print(&format!(
            "`{folder}` holds a small scenario to change; it plans as it stands\n\nhint: `portolan check {folder}` after each change, then `portolan plan {folder}`\n"
        ))?;
        Ok(Answer::Yes)
    }
}
