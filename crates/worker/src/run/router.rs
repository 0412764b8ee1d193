//! Which function answers which question.

use std::rc::Rc;

use rollcall_core::journal::Decision;
use rollcall_core::run::Input;
use rollcall_protocol::{Problem, RunAnswer, RunCommand, RunQuestion};
use wasm_bindgen::JsValue;

use super::RunWorker;
use super::state::{Held, not_here};
use crate::reply::Reply;

impl RunWorker {
    pub(crate) async fn answer(
        self: Rc<Self>,
        question: RunQuestion,
        attachment: JsValue,
    ) -> Reply<RunAnswer> {
        match question {
            RunQuestion::TakeOver => self.take_over(attachment).await?,
            RunQuestion::NewRoute => self.new_route(attachment).await?,
            RunQuestion::Open { run } => self.open(&run).await?,
            RunQuestion::Resume => self.resume(attachment).await?,
            RunQuestion::Command(command) => self.command(command).await?,
            RunQuestion::Rows { from, count, outcome } => {
                return Ok((self.results(from, count, outcome.as_deref())?, None));
            }
            RunQuestion::Download(what) => {
                let (saved, bytes) = self.download(what)?;
                return Ok((RunAnswer::Saved(saved), Some(bytes)));
            }
        }
        Ok((RunAnswer::State(Box::new(self.held()?.state())), None))
    }

    async fn command(&self, command: RunCommand) -> Result<(), Problem> {
        let drive = match (self.held()?, command) {
            (Held::Driven(drive), _) => drive,
            (Held::Viewed(viewed), RunCommand::Transfer) => return self.transfer(&viewed).await,
            (Held::Viewed(_), _) => return Err(not_here()),
        };
        drive.feed(Input::Decided(match command {
            RunCommand::Begin => Decision::Begin,
            RunCommand::NextBatch => Decision::NextBatch,
            RunCommand::AllBatches => Decision::AllBatches,
            RunCommand::Pause => Decision::Pause,
            RunCommand::GoOn => Decision::GoOn,
            RunCommand::Stop => Decision::Stop,
            RunCommand::Transfer => Decision::Transfer,
        }));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rollcall_protocol::RunDownload;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    async fn a_worker_without_a_run_refuses_everything() {
        let worker = RunWorker::listening();
        for question in [
            RunQuestion::TakeOver,
            RunQuestion::NewRoute,
            RunQuestion::Resume,
            RunQuestion::Open {
                run: "no run".to_owned(),
            },
            RunQuestion::Command(RunCommand::Begin),
            RunQuestion::Rows {
                from: 0,
                count: 1,
                outcome: None,
            },
            RunQuestion::Download(RunDownload::Report),
        ] {
            let answer = Rc::clone(&worker).answer(question.clone(), JsValue::UNDEFINED);
            assert_eq!(answer.await.unwrap_err().code, "not-here", "{question:?}");
        }
    }
}
