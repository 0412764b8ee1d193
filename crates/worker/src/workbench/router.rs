//! Which function answers which question.

use std::rc::Rc;

use rollcall_protocol::{Saved, WorkbenchAnswer, WorkbenchQuestion};
use wasm_bindgen::JsValue;

use super::WorkbenchWorker;
use crate::reply::Reply;

impl WorkbenchWorker {
    pub(crate) async fn answer(
        self: Rc<Self>,
        question: WorkbenchQuestion,
        attachment: JsValue,
    ) -> Reply<WorkbenchAnswer> {
        use WorkbenchQuestion as Q;

        let brings_rows = matches!(
            question,
            Q::OpenFile { .. }
                | Q::OpenExample
                | Q::Reread(_)
                | Q::Map { .. }
                | Q::Connect(_)
                | Q::TrySandbox
                | Q::ReviewJournal
                | Q::TurnCycles { .. }
        );
        match question {
            Q::Start => {
                self.edit_store.open().await;
                Self::listen();
            }
            Q::TrySandbox => self.try_sandbox(),
            Q::CheckOnly => self.check_only(),
            Q::Connect(connect) => self.connect(&connect).await?,
            Q::Disconnect => self.disconnect(),
            Q::Choose { action } => self.choose(&action).await?,
            Q::OpenFile { name } => self.open_file(name, &attachment).await?,
            Q::OpenExample => self.open_example().await?,
            Q::Reread(again) => self.reread(again).await?,
            Q::Map { columns } => self.map(&columns).await?,
            Q::CloseFile => self.close_file().await,
            Q::LookUp { again } => self.look_up(again).await?,
            Q::AskDeeply => {
                self.notes.borrow_mut().clear();
                self.ask_deeply().await?;
            }
            Q::StopAsking => {
                self.end_lookup();
            }
            Q::OpenRosterFile { name } => self.open_roster_file(&name, &attachment).await?,
            Q::TypeDomains { text } => self.type_domains(&text)?,
            Q::ForgetRoster => self.forget_roster(),
            Q::Edit { row, part, value } => self.edit(row, &part, &value).await?,
            Q::LeaveOut { row, out } => self.leave_out(row, out).await?,
            Q::Fix { code, row } => self.fix(&code, row).await?,
            Q::Undo => self.undo().await,
            Q::OpenJournal => self.open_journal(&attachment).await?,
            Q::OpenKeptJournal { run } => self.open_kept_journal(&run).await?,
            Q::ReviewJournal => self.review_journal().await?,
            Q::TurnCycles { turn, alone } => self.turn_cycles(turn, alone).await?,
            Q::CloseJournal => self.close_journal().await,
            Q::Transfer(options) => self.transfer(&options, attachment)?,
            Q::GiveRoute => self.give_route(attachment)?,

            Q::Rows(view) => return plain(self.rows(view)?),
            Q::Plan(options) => return plain(self.plan_answer(&options)),
            Q::Download(what) => return saved(self.download(what).await?),
            Q::SaveJournal { run } => return saved(self.journal_file(&run).await?),

            Q::Listings => return plain(self.listings_answer()),
            Q::List { listing, anew, of } => {
                self.read_listing(&listing, anew, of).await?;
                return plain(self.listings_answer());
            }
            Q::StopListing { listing } => {
                self.stop_listing(&listing);
                return plain(self.listings_answer());
            }
            Q::LookForPortal => {
                self.look_for_portal().await?;
                return plain(self.listings_answer());
            }
            Q::GivePortal(given) => {
                self.give_portal(&given)?;
                return plain(self.listings_answer());
            }
            Q::ForgetPortal => {
                self.forget_portal();
                return plain(self.listings_answer());
            }
            Q::ListingRows(view) => return plain(self.listing_rows(&view)?),
            Q::ListingDetails { listing, id } => return plain(self.listing_details(&listing, &id).await?),
            Q::ListingFacets(view) => return plain(self.listing_facets(&view)?),
            Q::SaveListing(file) => return saved(self.listing_file(&file)?),
            Q::PolicyFiles(of) => return plain(self.policy_files(&of)?),
            Q::SavePolicyFile { of, at } => return saved(self.policy_file(&of, at)?),
            Q::Rename(view) => return plain(self.rename(&view)?),
            Q::SaveRename(rename) => return saved(self.rename_file(&rename)?),

            Q::Runs => return plain(self.runs_answer().await),
            Q::KeepJournal => return plain(self.after(self.keep_journal()).await?),
            Q::DeleteRun { run } => return plain(self.after(self.delete_run(&run)).await?),
            Q::KeepRunsFor { days } => return plain(self.after(self.keep_runs_for(days)).await?),
            Q::ForgetEverything => return plain(self.after(self.forget_everything()).await?),
        }
        plain(self.state(brings_rows))
    }
}

/// An answer with nothing beside it.
#[expect(clippy::unnecessary_wraps, reason = "it is what a question is answered with")]
fn plain(answer: WorkbenchAnswer) -> Reply<WorkbenchAnswer> {
    Ok((answer, None))
}

/// A file to save.
#[expect(clippy::unnecessary_wraps, reason = "it is what a question is answered with")]
fn saved((saved, bytes): (Saved, Vec<u8>)) -> Reply<WorkbenchAnswer> {
    Ok((WorkbenchAnswer::Saved(saved), Some(bytes)))
}

#[cfg(test)]
mod tests {
    use rollcall_protocol::{ConnectionState, RunsState, View, WorkbenchState};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    async fn ask(worker: &Rc<WorkbenchWorker>, question: WorkbenchQuestion) -> Reply<WorkbenchAnswer> {
        Rc::clone(worker).answer(question, JsValue::UNDEFINED).await
    }

    async fn state(worker: &Rc<WorkbenchWorker>, question: WorkbenchQuestion) -> WorkbenchState {
        match ask(worker, question).await {
            Ok((WorkbenchAnswer::State(state), None)) => *state,
            other => panic!("not a state: {other:?}"),
        }
    }

    #[wasm_bindgen_test]
    async fn the_example_of_the_sandbox_is_read_and_shown_in_windows() {
        let worker = Rc::new(WorkbenchWorker::default());
        let before = state(&worker, WorkbenchQuestion::Start).await;
        assert_eq!(before.connection, ConnectionState::Closed);
        let refused = ask(&worker, WorkbenchQuestion::OpenExample).await.unwrap_err();
        assert_eq!(refused.code, "no-example");

        let sandbox = state(&worker, WorkbenchQuestion::TrySandbox).await;
        assert!(matches!(sandbox.connection, ConnectionState::Sandbox { .. }));
        let open = state(&worker, WorkbenchQuestion::OpenExample).await;
        let rows = open.file.unwrap().rows;
        let window = View {
            count: 3,
            ..View::default()
        };
        let Ok((WorkbenchAnswer::Rows(shown), None)) = ask(&worker, WorkbenchQuestion::Rows(window)).await
        else {
            panic!("not rows")
        };
        assert_eq!((shown.total, shown.rows.len()), (rows, 3));

        let closed = state(&worker, WorkbenchQuestion::CloseFile).await;
        assert_eq!(closed.file, None);
        let sandbox = state(&worker, WorkbenchQuestion::Disconnect).await;
        assert_eq!(sandbox.connection, ConnectionState::Closed);
    }

    #[wasm_bindgen_test]
    async fn what_needs_a_connection_is_refused_without_one() {
        let worker = Rc::new(WorkbenchWorker::default());
        state(&worker, WorkbenchQuestion::Start).await;
        for question in [
            WorkbenchQuestion::LookUp { again: true },
            WorkbenchQuestion::AskDeeply,
            WorkbenchQuestion::GiveRoute,
            WorkbenchQuestion::LookForPortal,
        ] {
            let refused = ask(&worker, question.clone()).await.unwrap_err();
            assert_eq!(refused.code, "no-connection", "{question:?}");
        }
    }

    #[wasm_bindgen_test]
    async fn without_storage_there_is_no_list_of_runs_and_the_reason_is_told() {
        // It was not started.
        let worker = Rc::new(WorkbenchWorker::default());
        let Ok((WorkbenchAnswer::Runs(runs), None)) = ask(&worker, WorkbenchQuestion::Runs).await else {
            panic!("not runs")
        };
        let RunsState { broken, runs, .. } = *runs;
        assert!(broken.is_some() && runs.is_empty());
    }
}
