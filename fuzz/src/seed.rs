//! Good inputs, made of the repository's fixtures when a target starts.

use std::fs;
use std::path::{Path, PathBuf};

/// A name for its file, and the input.
pub type Seed = (String, Vec<u8>);

/// Writes the seeds into the first folder on the command line, which is the corpus. Nothing is written where inputs are minimized.
pub fn plant(seeds: fn() -> Vec<Seed>) {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let minimizes = |word: &String| word.starts_with("-merge=") || word.starts_with("-minimize_crash=");
    let corpus = words.iter().find(|word| Path::new(word).is_dir());
    let Some(corpus) = corpus.filter(|_| !words.iter().any(minimizes)) else {
        return;
    };
    for (name, bytes) in seeds() {
        let file = Path::new(corpus).join(format!("seed-{name}"));
        fs::write(&file, bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
}

/// The files below a folder of the repository that end in one of these, with their names.
pub fn files(folder: &str, endings: &[&str]) -> Vec<Seed> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut waiting = vec![root.clone()];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(path) = waiting.pop() {
        for entry in fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())) {
            let path = entry.expect("an entry").path();
            let ends = path
                .extension()
                .is_some_and(|ending| endings.iter().any(|known| ending == *known));
            if path.is_dir() {
                waiting.push(path);
            } else if ends {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "no fixture in {folder}");
    found.sort();
    let named = |path: PathBuf| {
        let name = path
            .strip_prefix(&root)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace(['/', '\\'], "-");
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (name, bytes)
    };
    found.into_iter().map(named).collect()
}

/// All change files among the fixtures, with these bytes before each.
pub fn change_files(before: &[u8]) -> Vec<Seed> {
    const ENDINGS: [&str; 3] = ["csv", "tsv", "txt"];
    let folders = [
        ("crates/core/tests/corpus", ENDINGS.as_slice()),
        ("crates/core/tests/files", &ENDINGS),
        ("crates/core/tests/golden/files", &["csv"]),
        ("crates/core/tests/roster_files", &["csv"]),
    ];
    let all = folders
        .into_iter()
        .flat_map(|(folder, endings)| files(folder, endings));
    all.map(|(name, bytes)| (name, [before, &bytes].concat()))
        .collect()
}
