//! The desk: change file, roster and findings, held in wasm memory.

use rollcall_core::action::{ACTIONS, Action};
use rollcall_core::connect;
use rollcall_core::hash;
use rollcall_core::mapping::{self, Guess};
use rollcall_core::plan;
use rollcall_core::roster::{Knowledge, Provenance, Roster, typed_domains};
use rollcall_core::view;
use rollcall_core::workbench;
use wasm_bindgen::prelude::*;

use crate::file::AskedReading;
use crate::given::Given;
use crate::places;
use crate::plan::{AskedPlan, Plan};
use crate::roster::{self, AskedRosterFile};
use crate::view::{AskedRows, unknown};
use crate::{Problem, file, value};

/// A change file with its mapping and edits, what is known about the organization, and what the checks say of it all.
///
/// All of it stays in WebAssembly's memory, which is given back by `free()`; `using workbench = new Workbench()` does it at the end of
/// the block.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Workbench {
    workbench: workbench::Workbench,
    guess: Option<Guess>,
}

#[wasm_bindgen]
impl Workbench {
    /// An empty desk, on which e-mail addresses are changed until another action is chosen.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        // The first desk draws the key of all tables; engines fill this from a source of chance of their own.
        hash::seed(js_sys::Math::random().to_bits());
        Self::default()
    }

    /// Chooses what the rows of a change file ask for. The file that is open stays, with its edits; which column plays which
    /// part is guessed anew.
    ///
    /// # Errors
    /// Throws where there is no such action.
    #[wasm_bindgen(unchecked_return_type = "ChangeFile | null")]
    pub fn choose(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ActionKey")] action: &JsValue,
    ) -> Result<JsValue, Problem> {
        let key = Given::new("action", action).text()?;
        let action = Action::of_key(&key)
            .ok_or_else(|| unknown("action", &key, ACTIONS.iter().map(|action| action.key())))?;
        let file = self.workbench.file();
        self.guess =
            file.map(|file| mapping::guess(file.table(), action.row.fields, self.workbench.roster()));
        let mapping = self.guess.as_ref().map(|guess| guess.mapping.clone());
        self.workbench.choose(action, mapping.unwrap_or_default());
        Ok(self.file())
    }

    /// Reads a change file and guesses which column plays which part. The file before is put away, with its edits; where the
    /// new one cannot be read, it stays.
    ///
    /// # Errors
    /// Throws where there is no table in the file. The hint says what to do.
    #[wasm_bindgen(unchecked_return_type = "ChangeFile")]
    pub fn open(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array | ArrayBuffer")] bytes: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Reading")] reading: &JsValue,
    ) -> Result<JsValue, Problem> {
        let name = Given::new("name", name).text()?;
        let reading = AskedReading::of(Given::new("reading", reading))?.reading()?;
        let file = rollcall_core::file::read(&name, Given::new("bytes", bytes).bytes()?, &reading)?;
        let guess = mapping::guess(
            file.table(),
            self.workbench.action().row.fields,
            self.workbench.roster(),
        );
        self.workbench.open(file, guess.mapping.clone());
        self.guess = Some(guess);
        Ok(self.file())
    }

    /// Puts the change file away, with its edits. What is known about the organization stays.
    pub fn close(&mut self) {
        self.workbench.close();
        self.guess = None;
    }

    /// The change file, as it was read; `null` where none is open.
    #[wasm_bindgen(unchecked_return_type = "ChangeFile | null")]
    pub fn file(&self) -> JsValue {
        let state = self
            .guess
            .as_ref()
            .and_then(|guess| view::change_file(&self.workbench, guess));
        value::give(&state)
    }

    /// Says which column plays which part: one entry for each column of the file, `null` for one that is not used. Edits stay.
    /// What is still wrong with the mapping is in `mappingProblems`.
    ///
    /// # Errors
    /// Throws where no file is open, and where a part is none.
    #[wasm_bindgen(unchecked_return_type = "ChangeFile")]
    pub fn map(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "readonly (Part | null)[]")] parts: &JsValue,
    ) -> Result<JsValue, Problem> {
        let mapping = file::mapping(&Given::new("parts", parts))?;
        if self.guess.is_none() {
            return Err(Problem::no_file());
        }
        self.workbench.map(mapping);
        Ok(self.file())
    }

    /// Says for which organization the changes are meant, so that rows which name another one are found: its id, or the
    /// address of its admin page. Nothing is called.
    ///
    /// # Errors
    /// Throws where it is no organization id.
    #[wasm_bindgen(js_name = setOrganization)]
    pub fn set_organization(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] id: &JsValue,
    ) -> Result<(), Problem> {
        let id = Given::new("id", id).text()?;
        self.workbench.connect(Some(connect::organization(&id)?));
        Ok(())
    }

    /// Adds what an export file of Atlassian's, or of a script, says about accounts or domains.
    ///
    /// # Errors
    /// Throws where it is none of the files that are known; what was known before stays.
    #[wasm_bindgen(js_name = addRosterFile, unchecked_return_type = "RosterFile")]
    pub fn add_roster_file(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array | ArrayBuffer")] bytes: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RosterFileOptions")] options: &JsValue,
    ) -> Result<JsValue, Problem> {
        let name = Given::new("name", name).text()?;
        let asked = AskedRosterFile::of(Given::new("options", options))?;
        let exported = roster::read(&name, Given::new("bytes", bytes).bytes()?, &asked)?;
        let told = value::give(&view::roster_file(&exported));
        self.workbench.learn(exported.origin, exported.knowledge);
        Ok(told)
    }

    /// Adds claimed domains that somebody typed, with anything between them that no domain contains. Others may be claimed as
    /// well.
    ///
    /// # Errors
    /// Throws where there is no domain in the text.
    #[wasm_bindgen(js_name = addClaimedDomains, unchecked_return_type = "TypedDomains")]
    pub fn add_claimed_domains(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] domains: &JsValue,
    ) -> Result<JsValue, Problem> {
        let (domains, rejected) = typed_domains(&Given::new("domains", domains).text()?);
        if domains.is_empty() {
            let said: Vec<String> = rejected.iter().map(ToString::to_string).collect();
            let message = if said.is_empty() {
                "No domain was typed.".to_owned()
            } else {
                said.join(" ")
            };
            return Err(Problem::new(
                "no-domains",
                message,
                "A domain looks like example.com.",
            ));
        }
        self.workbench.learn(
            Provenance::typed(value::now()),
            Knowledge::of_typed_domains(&domains),
        );
        Ok(value::give(&view::typed_domains(domains, &rejected)))
    }

    /// Adds the organization's directories, groups or workspaces, so that rows can name them: all there are of one kind, as
    /// the API lists them. They take the place of those that were given before.
    ///
    /// # Errors
    /// Throws where there is no such kind of place, and where the list is not of its type.
    #[wasm_bindgen(js_name = addPlaces)]
    pub fn add_places(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "PlaceKind")] kind: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "readonly Place[]")] places: &JsValue,
    ) -> Result<(), Problem> {
        let kind = places::kind(&Given::new("kind", kind).text()?)?;
        let places = places::places(&Given::new("places", places))?;
        let knowledge = Knowledge {
            places: vec![(kind, places)],
            ..Knowledge::default()
        };
        self.workbench.learn(Provenance::typed(value::now()), knowledge);
        Ok(())
    }

    /// What is known about accounts and domains, in numbers, and where it comes from.
    #[wasm_bindgen(unchecked_return_type = "Roster")]
    pub fn roster(&self) -> JsValue {
        value::give(&view::roster(self.workbench.roster()))
    }

    /// Forgets what is known about accounts and domains.
    #[wasm_bindgen(js_name = forgetRoster)]
    pub fn forget_roster(&mut self) {
        self.workbench.set_roster(Roster::default());
    }

    /// What the checks say, in numbers.
    ///
    /// # Errors
    /// Throws where no file is open, and where its mapping cannot be used.
    #[wasm_bindgen(unchecked_return_type = "Review")]
    pub fn review(&self) -> Result<JsValue, Problem> {
        let review = view::review(&self.workbench).ok_or_else(|| self.not_checkable())?;
        Ok(value::give(&review))
    }

    /// A page of rows with their findings.
    ///
    /// # Errors
    /// Throws where `review()` does, and where the argument is not of its type.
    #[wasm_bindgen(unchecked_return_type = "Page<Row>")]
    pub fn rows(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "RowOptions")] options: &JsValue,
    ) -> Result<JsValue, Problem> {
        let asked = AskedRows::of(Given::new("options", options))?;
        let view = asked.view(self.workbench.action())?;
        let columns = self.workbench.columns();
        match self.workbench.view(&view) {
            Some(window) => Ok(value::give(&view::rows(window, &columns))),
            None => Err(self.not_checkable()),
        }
    }

    /// Writes into the cell of a row that plays a part, and checks the file again.
    ///
    /// # Errors
    /// Throws where there is no such cell.
    pub fn edit(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] row: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Part")] part: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] value: &JsValue,
    ) -> Result<(), Problem> {
        let row = Given::new("row", row).row()?;
        let part = file::part(&Given::new("part", part).text()?)?;
        Ok(self
            .workbench
            .edit(row, part, &Given::new("value", value).text()?)?)
    }

    /// Leaves a row out of the run; with `false`, takes it back in.
    ///
    /// # Errors
    /// Throws where there is no such row.
    #[wasm_bindgen(js_name = leaveOut)]
    pub fn leave_out(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] row: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "boolean | null")] out: &JsValue,
    ) -> Result<(), Problem> {
        let row = Given::new("row", row).row()?;
        let out = Given::new("out", out).optional();
        let out = out.as_ref().map(Given::flag).transpose()?;
        Ok(self.workbench.leave_out(row, out.unwrap_or(true))?)
    }

    /// Applies the fix that a finding offers: to one row, or to all rows where the same finding offers one. Gives the number
    /// of rows that were mended.
    ///
    /// # Errors
    /// Throws where there is nothing to mend, or not for all rows at once.
    pub fn fix(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "CheckCode")] code: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number | null")] row: &JsValue,
    ) -> Result<u32, Problem> {
        let code = Given::new("code", code).text()?;
        let row = Given::new("row", row).optional();
        let row = row.as_ref().map(Given::row).transpose()?;
        Ok(self.workbench.fix(&code, row)?)
    }

    /// Takes the last edit back, a fix of many rows as a whole, and says what it was; `undefined` where there is none.
    pub fn undo(&mut self) -> Option<String> {
        self.workbench.undo()
    }

    /// The change file as it is now: unedited, the very bytes that came in. Rows that are left out stay in it.
    ///
    /// # Errors
    /// Throws where no file is open.
    #[wasm_bindgen(js_name = fileBytes)]
    pub fn file_bytes(&self) -> Result<Vec<u8>, Problem> {
        self.workbench.file_bytes().ok_or_else(Problem::no_file)
    }

    /// All findings as a CSV file, UTF-8 with a byte order mark.
    ///
    /// # Errors
    /// Throws where `review()` does.
    #[wasm_bindgen(js_name = findingsCsv)]
    pub fn findings_csv(&self) -> Result<Vec<u8>, Problem> {
        self.workbench.findings_csv().ok_or_else(|| self.not_checkable())
    }

    /// The people whose accounts the organization does not manage, with what they can do themselves, as a CSV file, UTF-8 with
    /// a byte order mark.
    ///
    /// # Errors
    /// Throws where `review()` does.
    #[wasm_bindgen(js_name = unmanagedCsv)]
    pub fn unmanaged_csv(&self) -> Result<Vec<u8>, Problem> {
        self.workbench.unmanaged_csv().ok_or_else(|| self.not_checkable())
    }

    /// What a run over the rows that can run would do.
    ///
    /// # Errors
    /// Throws where `review()` does, where there is nothing to do, and where `run` names no run.
    pub fn plan(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "PlanOptions")] options: &JsValue,
    ) -> Result<Plan, Problem> {
        let asked = AskedPlan::of(Given::new("options", options))?;
        let review = self.workbench.review().ok_or_else(|| self.not_checkable())?;
        let rows = review.counts().rows;
        let options = asked.options()?;
        let plan = plan::Plan::make(
            self.workbench.action().run(),
            self.workbench.diffs(),
            &options,
            |address| self.workbench.is_held(address),
        )?;
        Ok(Plan::new(plan, rows, self.workbench.confirmations()))
    }

    fn not_checkable(&self) -> Problem {
        let problems = self.workbench.mapping_problems();
        problems.first().map_or_else(Problem::no_file, Problem::from)
    }
}
