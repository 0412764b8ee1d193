//! The contracts as they stand in `contract/`.

use std::collections::BTreeMap;
use std::path::Path;

use http::Response;
use rollcall_atlassian::Body;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contract {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) keys: String,
    /// For readers: Atlassian's name of the scope that a key with scopes needs.
    #[serde(rename = "scope")]
    _scope: Option<String>,
    /// `until 2027-06-30`, `retired 2026-06-30` or `in no document`; without it the call is in today's documents to stay.
    pub(crate) generation: Option<String>,
    pub(crate) sources: BTreeMap<String, Source>,
    #[serde(default, rename = "parameter")]
    pub(crate) parameters: Vec<Field>,
    #[serde(default, rename = "query")]
    pub(crate) query: Vec<Field>,
    #[serde(default, rename = "field")]
    pub(crate) fields: Vec<Field>,
    #[serde(rename = "request")]
    pub(crate) requests: Vec<Sent>,
    #[serde(rename = "answer")]
    pub(crate) answers: Vec<Answered>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) title: String,
    pub(crate) place: String,
    pub(crate) date: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) rule: String,
    pub(crate) source: String,
    pub(crate) least: Option<usize>,
    pub(crate) most: Option<usize>,
    #[serde(default)]
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) unused: bool,
    #[serde(default, rename = "unconfirmed")]
    _unconfirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sent {
    pub(crate) call: String,
    pub(crate) target: String,
    pub(crate) body: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) means: String,
    pub(crate) code: Option<String>,
    pub(crate) source: String,
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) unconfirmed: bool,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) body: String,
}

impl Answered {
    pub(crate) fn response(&self) -> Response<Body> {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        response.body(self.body.clone().into_bytes()).unwrap()
    }
}

/// All of them, in the order of their names.
pub(crate) fn contracts() -> Vec<Contract> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let contract: Contract = toml::from_str(&std::fs::read_to_string(file).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert_eq!(file.file_stem().unwrap().to_str(), Some(contract.name.as_str()));
        contract
    };
    files.iter().map(read).collect()
}
