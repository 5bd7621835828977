//! Embeds the packs, the atlas and the shipped scenarios in the program.

use std::{env, fmt::Write as _, fs, io, path::Path, path::PathBuf};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()?;
    let mut code = String::new();
    for (name, folder, endings) in [
        ("PACKS", "packs", &[".md"][..]),
        ("INVARIANTS", "packs/invariants", &[".toml"][..]),
        ("ATLAS", "atlas", &[".tsv"][..]),
        ("SCENARIOS", "scenarios", &[".toml"][..]),
    ] {
        let mut files = Vec::new();
        println!("cargo:rerun-if-changed={}", root.join(folder).display());
        walk(&root, &root.join(folder), endings, &mut files)?;
        files.sort();
        let _ = writeln!(code, "/// The files of `{folder}/`, by name.");
        let _ = writeln!(code, "pub static {name}: &[(&str, &str)] = &[");
        for (file, path) in files {
            let _ = writeln!(code, "    ({file:?}, include_str!({path:?})),");
        }
        code.push_str("];\n");
    }
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("embedded.rs");
    fs::write(target, code)
}

fn walk(
    root: &Path,
    folder: &Path,
    endings: &[&str],
    files: &mut Vec<(String, String)>,
) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            walk(root, &path, endings, files)?;
        } else if endings
            .iter()
            .any(|ending| path.to_string_lossy().ends_with(ending))
        {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            files.push((name, path.to_string_lossy().into_owned()));
        }
    }
    Ok(())
}
