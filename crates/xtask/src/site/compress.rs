//! Lays each larger file of the site beside itself in brotli and gzip, so that a server need not compress it again and again.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};

/// Files below this are not worth a second one.
const SMALLEST: u64 = 1024;

/// Kinds that get much smaller; pictures and fonts are compressed already.
const KINDS: [&str; 6] = ["html", "js", "css", "wasm", "json", "svg"];

/// Whether a file is one of those that [`beside`] makes.
pub(super) fn is_compressed(file: &Path) -> bool {
    file.extension()
        .is_some_and(|ending| ending == "br" || ending == "gz")
}

/// Compresses what lies in a folder and below. What npm packs stays as it is.
pub(super) fn beside(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read.", folder.display()))? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if entry.file_name() != "npm" {
                beside(&path)?;
            }
            continue;
        }
        let is_kind = path
            .extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| KINDS.contains(&ending));
        if is_kind && entry.metadata()?.len() >= SMALLEST {
            compress(&path).with_context(|| format!("{} cannot be compressed.", path.display()))?;
        }
    }
    Ok(())
}

fn compress(file: &Path) -> Result<()> {
    let content = fs::read(file)?;
    let named = |ending: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        name
    };
    let mut brotli = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 9,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut content.as_slice(), &mut brotli, &params)?;
    fs::write(named(".br"), brotli)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&content)?;
    fs::write(named(".gz"), gzip.finish()?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_files_of_some_kinds_lie_beside_themselves() {
        let folder = std::env::temp_dir().join(format!("rollcall-compress-{}", std::process::id()));
        fs::create_dir_all(folder.join("npm")).unwrap();
        for (name, length) in [
            ("large.js", 5000),
            ("small.js", 10),
            ("large.png", 5000),
            ("npm/large.js", 5000),
        ] {
            fs::write(folder.join(name), "a".repeat(length)).unwrap();
        }
        beside(&folder).unwrap();
        let exists = |name: &str| folder.join(name).exists();
        assert!(exists("large.js.br") && exists("large.js.gz"));
        for name in ["small.js.br", "large.png.gz", "npm/large.js.br"] {
            assert!(!exists(name), "{name}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
