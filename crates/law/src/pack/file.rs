//! A provision file taken apart: front matter, rules and cases, each with its line.

use crate::pack::PackError;

/// Holds a provision file, taken apart and not yet understood.
#[derive(Debug)]
pub(crate) struct ProvisionFile<'a> {
    /// The front matter.
    pub front: &'a str,
    /// The line on which the front matter starts.
    pub front_line: usize,
    /// The heading and the words between the rules.
    pub words: String,
    /// The rules, with the line on which each block starts.
    pub rules: Vec<(usize, String)>,
    /// The cases, one JSON object each, with its line.
    pub cases: Vec<(usize, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fence {
    Cedar,
    Json,
    Other,
}

/// Takes a provision file apart.
///
/// # Errors
/// When the file has no front matter between two `+++` lines, or a fenced block does not end.
pub(crate) fn take_apart<'a>(path: &str, text: &'a str) -> Result<ProvisionFile<'a>, PackError> {
    let no_front = || {
        PackError::new("pack.front-matter", path, 1, "the file has no front matter")
            .hint("start the file with `+++`, the front matter in TOML, and a second `+++`")
    };
    let rest = text.strip_prefix("+++\n").ok_or_else(no_front)?;
    let (front, body) = rest.split_once("\n+++").ok_or_else(no_front)?;
    let mut file = ProvisionFile {
        front,
        front_line: FRONT_LINE,
        words: String::new(),
        rules: Vec::new(),
        cases: Vec::new(),
    };
    let first_line = front.lines().count() + 2;
    let mut open: Option<(Fence, usize, String)> = None;
    for (offset, line) in body.lines().enumerate() {
        let number = first_line + offset;
        let fence = line.trim().strip_prefix("```");
        match (&mut open, fence) {
            (None, Some(kind)) => {
                let kind = match kind.trim() {
                    "cedar" => Fence::Cedar,
                    "json" => Fence::Json,
                    _ => Fence::Other,
                };
                open = Some((kind, number + 1, String::new()));
            }
            (None, None) => {
                file.words.push_str(line);
                file.words.push('\n');
            }
            (Some(_), Some(_)) => {
                if let Some((kind, start, block)) = open.take() {
                    close(&mut file, kind, start, block);
                }
            }
            (Some((_, _, block)), None) => {
                block.push_str(line);
                block.push('\n');
            }
        }
    }
    match open {
        None => Ok(file),
        Some((_, start, _)) => {
            Err(
                PackError::new("pack.fence", path, start - 1, "a fenced block does not end")
                    .hint("close it with a line of three backticks"),
            )
        }
    }
}

/// Returns the line on which front matter sets `key` to `value`, in tables called `table` ("" above
/// them all), after `before` other such lines; its first line when there is none.
pub(crate) fn front_line(front: &str, table: &str, key: &str, value: &str, before: usize) -> usize {
    let (mut here, mut found) = ("", Vec::new());
    for (index, line) in front.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix("[[") {
            here = name.trim_end_matches(']');
        } else if here == table && line.contains(key) && line.contains(value) {
            // A line that sets nothing else comes before one that holds the two among others.
            let (name, rest) = line.split_once('=').unwrap_or_default();
            let exact = name.trim() == key && rest.trim().trim_matches('"') == value;
            found.push((!exact, index));
        }
    }
    found.sort_unstable();
    found
        .get(before)
        .map_or(FRONT_LINE, |(_, index)| FRONT_LINE + index)
}

/// The line on which the front matter of a file starts.
const FRONT_LINE: usize = 2;

fn close(file: &mut ProvisionFile<'_>, kind: Fence, start: usize, block: String) {
    match kind {
        Fence::Cedar => file.rules.push((start, block)),
        Fence::Json => {
            let lines = block
                .lines()
                .enumerate()
                .filter(|(_, line)| !line.trim().is_empty());
            file.cases
                .extend(lines.map(|(offset, line)| (start + offset, line.to_owned())));
        }
        Fence::Other => {}
    }
}
