use serde::{Deserialize, Serialize};

use crate::{RunAnswer, RunNews, RunQuestion, WorkbenchAnswer, WorkbenchNews, WorkbenchQuestion};

/// What one worker instance is for. The run has an instance of its own, so that a panic while reading a file cannot take a
/// run with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Holds the change file, the roster and the findings.
    Workbench,
    /// Carries out one run.
    Run,
}

/// The first message to a worker. It has no answer: a worker of another build answers every question with a problem.
///
/// This shape and [`Numbered`] stay the same from build to build, so that two builds can tell that they do not belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The page's [`crate::BUILD`].
    pub build: String,
    /// What the instance is for.
    pub role: Role,
}

/// What can be read of a question before it is known which worker it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// [`ToWorker::number`].
    pub number: u32,
}

/// A question from page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToWorker<Question> {
    /// Counts up; the answer carries the same number.
    pub number: u32,
    /// The question.
    pub question: Question,
}

/// A message from worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FromWorker<Answer, News> {
    /// Answers the [`ToWorker`] of this number. A file that is saved has its bytes beside the message.
    Answer {
        /// The number of the question.
        number: u32,
        /// The answer, or why there is none.
        answer: Box<Result<Answer, crate::Problem>>,
    },
    /// Not asked for.
    News {
        /// What is new.
        news: Box<News>,
    },
}

/// The messages of one role: what a worker can be asked, what it answers, and what it says unasked.
pub trait Protocol: 'static {
    /// The role that speaks it.
    const ROLE: Role;
    /// What the page asks.
    type Question;
    /// What the worker answers.
    type Answer;
    /// What the worker says unasked.
    type News;
}

/// The messages of [`Role::Workbench`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkbenchProtocol {}

impl Protocol for WorkbenchProtocol {
    const ROLE: Role = Role::Workbench;
    type Question = WorkbenchQuestion;
    type Answer = WorkbenchAnswer;
    type News = WorkbenchNews;
}

/// The messages of [`Role::Run`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunProtocol {}

impl Protocol for RunProtocol {
    const ROLE: Role = Role::Run;
    type Question = RunQuestion;
    type Answer = RunAnswer;
    type News = RunNews;
}
