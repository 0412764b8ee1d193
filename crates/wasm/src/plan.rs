//! What a run would do.

use rollcall_core::check;
use rollcall_core::journal::RunId;
use rollcall_core::plan::{self, Options};
use rollcall_core::view::{self, Page};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::given::Given;
use crate::view::Asked;
use crate::{Problem, value};

/// What is chosen for a plan.
#[derive(Default)]
pub(crate) struct AskedPlan {
    canary: Option<u32>,
    batch: Option<u32>,
    run: Option<String>,
}

impl AskedPlan {
    pub(crate) fn of(given: Given) -> Result<Self, Problem> {
        let Some(given) = given.optional() else {
            return Ok(Self::default());
        };
        let fields = given.object()?;
        Ok(Self {
            canary: fields.optional("canary", Given::whole)?,
            batch: fields.optional("batch", Given::whole)?,
            run: fields.optional("run", Given::text)?,
        })
    }

    /// The same in core's words.
    pub(crate) fn options(self) -> Result<Options, Problem> {
        let usual = Options::default();
        // Temporary addresses name the run; without a name they get one that no other plan has.
        let run = match self.run {
            Some(name) => RunId::parse(&name).ok_or_else(|| no_run(&name))?,
            None => RunId::of_draw(js_sys::Math::random().to_bits()),
        };
        Ok(Options {
            canary: self.canary.unwrap_or(usual.canary),
            batch: self.batch.unwrap_or(usual.batch),
            run,
            ..usual
        })
    }
}

fn no_run(name: &str) -> Problem {
    Problem::new(
        "plan-run-malformed",
        format!("“{name}” does not name a run."),
        "Give sixteen lower-case hexadecimal digits, or leave it out.",
    )
}

/// What a run would do, and in which order. It stays as it was made, whatever becomes of the desk, and needs its own `free()`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Plan {
    made: plan::Plan,
    rows_left_out: u32,
    confirmations: Vec<check::Confirmation>,
}

impl Plan {
    pub(crate) fn new(made: plan::Plan, rows_of_file: u32, confirmations: Vec<check::Confirmation>) -> Self {
        let rows_left_out = rows_of_file.saturating_sub(made.rows.len() as u32);
        Self {
            made,
            rows_left_out,
            confirmations,
        }
    }
}

#[wasm_bindgen]
impl Plan {
    /// The plan in one sentence: "412 calls in 9 batches; 412 people will be logged out; 3 rows left out."
    #[wasm_bindgen(getter)]
    pub fn sentence(&self) -> String {
        self.made.sentence(self.rows_left_out as usize)
    }

    /// The number of calls to Atlassian when all goes well. Steps that would unwind a circle of addresses are not counted.
    #[wasm_bindgen(getter)]
    pub fn calls(&self) -> u32 {
        self.made.calls() as u32
    }

    /// Rows of the file that do not run, whatever keeps them.
    #[wasm_bindgen(getter, js_name = rowsLeftOut)]
    pub fn rows_left_out(&self) -> u32 {
        self.rows_left_out
    }

    /// What a person should confirm before the run.
    #[wasm_bindgen(unchecked_return_type = "Confirmation[]")]
    pub fn confirmations(&self) -> JsValue {
        let given: Vec<_> = self.confirmations.iter().map(view::confirmation).collect();
        value::give(&given)
    }

    /// A page of the batches, in the order in which they run; the canary is the first.
    ///
    /// # Errors
    /// Throws where the argument is not of its type.
    #[wasm_bindgen(unchecked_return_type = "Page<Batch>")]
    pub fn batches(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "PageOptions")] options: &JsValue,
    ) -> Result<JsValue, Problem> {
        page(options, &self.made.batches, |_, batch| view::batch(batch))
    }

    /// A page of the steps, in the order in which they run.
    ///
    /// # Errors
    /// Throws where the argument is not of its type.
    #[wasm_bindgen(unchecked_return_type = "Page<Step>")]
    pub fn steps(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "PageOptions")] options: &JsValue,
    ) -> Result<JsValue, Problem> {
        page(options, &self.made.steps, |number, step| {
            view::step(&self.made, number, step)
        })
    }
}

fn page<'a, T, U: Serialize>(
    options: &JsValue,
    list: &'a [T],
    item: impl Fn(u32, &'a T) -> U,
) -> Result<JsValue, Problem> {
    let asked = Asked::of(Given::new("options", options))?;
    Ok(value::give(&Page {
        from: asked.from,
        total: list.len() as u32,
        items: asked
            .items(list)
            .map(|(place, of_list)| item(place, of_list))
            .collect(),
    }))
}
