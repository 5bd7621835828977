//! Questions put to the solver: can this condition ever hold, can this rule ever fail?

use std::collections::BTreeMap;

use cedar_policy::{Policy, PolicyId, RequestEnv, Schema};
use cedar_policy_symcc::{
    CedarSymCompiler, CompiledPolicy, CompiledSchema, Env, err::Error, err::SolverError,
    solver::LocalSolver,
};
use serde_json::Value as Json;

use crate::expr;

/// Says why nothing could be proved at all.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// The solver is not installed.
    #[error(
        "error[prove.solver]: the solver `cvc5` is not on the PATH\n\nhint: `apt-get install cvc5` (Debian and Ubuntu package `cvc5`), or a build from https://github.com/cvc5/cvc5/releases"
    )]
    NoSolver,
    /// The solver cannot be spoken to.
    #[error("error[prove.solver]: cannot run the solver `cvc5`: {0}")]
    Solver(String),
    /// The schema of the packs cannot be read back.
    #[error("error[prove.schema]: the schema of the packs cannot be read: {0}")]
    Schema(String),
    /// An invariant is not well written.
    #[error("error[prove.invariant]: {file}: {fact}")]
    Invariant {
        /// The file.
        file: String,
        /// What is wrong with it.
        fact: String,
    },
}

/// Says whether a condition can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// In no act whatsoever.
    Never,
    /// In the act with these facts.
    In(Json),
    /// The question could not be decided, and why.
    Open(String),
}

/// Holds the solver and what it has answered.
pub struct Solver {
    runtime: tokio::runtime::Runtime,
    compiler: CedarSymCompiler<LocalSolver>,
    schema: CompiledSchema,
    answers: BTreeMap<String, Answer>,
    /// How many questions were really put to the solver.
    pub asked: usize,
}

/// The longest that the solver may think about one question, in milliseconds.
const THINKS_MS_MAX: u32 = 60_000;

fn start(runtime: &tokio::runtime::Runtime) -> Result<CedarSymCompiler<LocalSolver>, ProveError> {
    let told = |error: String| ProveError::Solver(error);
    let limit = format!("--tlimit-per={THINKS_MS_MAX}");
    let _guard = runtime.enter();
    let solver = LocalSolver::cvc5_with_args([limit.as_str(), "--strings-exp"]).map_err(
        |error| match error {
            SolverError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
                ProveError::NoSolver
            }
            error @ (SolverError::Io(_)
            | SolverError::Solver(_)
            | SolverError::UnrecognizedSolverOutput(_)
            | SolverError::SolverMarkedFailed) => told(error.to_string()),
        },
    )?;
    CedarSymCompiler::new(solver).map_err(|error| told(error.to_string()))
}

impl Solver {
    /// Starts the solver for rules of a schema.
    ///
    /// # Errors
    /// When the solver is not installed or does not start, or the schema does not parse.
    pub fn start(schema: &str) -> Result<Self, ProveError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| ProveError::Solver(error.to_string()))?;
        let told = |error: String| ProveError::Schema(error);
        let (schema, _) =
            Schema::from_cedarschema_str(schema).map_err(|error| told(error.to_string()))?;
        Ok(Self {
            compiler: start(&runtime)?,
            runtime,
            schema: CompiledSchema::new(&schema).map_err(|error| told(error.to_string()))?,
            answers: BTreeMap::new(),
            asked: 0,
        })
    }

    /// Returns an act of a kind in which the condition holds, or that there is none.
    pub fn can_hold(&mut self, kind: &str, condition: &Json) -> Answer {
        let key = format!("{kind}|{condition}");
        self.once(key, |solver| {
            let policy = expr::permit(kind, condition);
            let compiled = match solver.compiled(kind, &policy) {
                Ok(compiled) => compiled,
                Err(open) => return Answer::Open(open),
            };
            match solver.fails(&compiled) {
                Answer::Never => {}
                Answer::In(_) => {
                    return Answer::Open("the condition can fail to evaluate".to_owned());
                }
                Answer::Open(open) => return Answer::Open(open),
            }
            let Self {
                runtime, compiler, ..
            } = solver;
            let found =
                runtime.block_on(compiler.check_never_matches_with_counterexample_opt(&compiled));
            solver.answer(found)
        })
    }

    /// Returns facts with which a rule cannot be evaluated, or that there are none.
    pub fn can_fail(&mut self, kind: &str, policy: &Json) -> Answer {
        let body = policy.get("conditions");
        let key = format!("fails|{kind}|{}", body.unwrap_or(policy));
        self.once(key, |solver| match solver.compiled(kind, policy) {
            Ok(compiled) => solver.fails(&compiled),
            Err(open) => Answer::Open(open),
        })
    }

    fn once(&mut self, key: String, ask: impl FnOnce(&mut Self) -> Answer) -> Answer {
        if let Some(answer) = self.answers.get(&key) {
            return answer.clone();
        }
        self.asked += 1;
        let answer = ask(self);
        self.answers.insert(key, answer.clone());
        answer
    }

    fn fails(&mut self, compiled: &CompiledPolicy) -> Answer {
        let Self {
            runtime, compiler, ..
        } = self;
        let found = runtime.block_on(compiler.check_never_errors_with_counterexample_opt(compiled));
        self.answer(found)
    }

    fn compiled(&self, kind: &str, policy: &Json) -> Result<CompiledPolicy, String> {
        let policy = Policy::from_json(Some(PolicyId::new("asked")), policy.clone())
            .map_err(|error| error.to_string())?;
        let schema = self.schema.schema();
        let environment = environment(schema, kind).ok_or_else(|| format!("no kind `{kind}`"))?;
        let symbols = self
            .schema
            .sym_env(&environment)
            .map_err(|error| error.to_string())?;
        CompiledPolicy::compile_with_custom_symenv(&policy, &environment, schema, symbols)
            .map_err(|error| told(&error))
    }

    fn answer(&mut self, found: Result<Option<Env>, Error>) -> Answer {
        match found {
            Ok(None) => Answer::Never,
            Ok(Some(environment)) => {
                let context = environment.request.context();
                let facts = context.and_then(|context| context.to_json_value().ok());
                facts.map_or_else(
                    || Answer::Open("the solver named no facts".to_owned()),
                    Answer::In,
                )
            }
            Err(error) => {
                if matches!(error, Error::SolverError(_)) {
                    // A solver that has stopped is started anew: the next question is another one.
                    if let Ok(compiler) = start(&self.runtime) {
                        self.compiler = compiler;
                    }
                }
                Answer::Open(told(&error))
            }
        }
    }
}

fn told(error: &Error) -> String {
    match error {
        Error::PolicyNotWellTyped { errs } => errs
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; "),
        Error::SolverUnknown => {
            format!(
                "the solver did not decide it within {} s",
                THINKS_MS_MAX / 1_000
            )
        }
        error @ (Error::IncompleteSchema(_)
        | Error::ActionNotInSchema(_)
        | Error::CompileError(_)
        | Error::EncodeError(_)
        | Error::SolverError(_)
        | Error::DecodeModel(_)
        | Error::ConcretizeError(_)
        | Error::ModelInvalid { .. }
        | Error::NoPolicies) => error.to_string(),
    }
}

fn environment(schema: &Schema, kind: &str) -> Option<RequestEnv> {
    schema
        .request_envs()
        .find(|environment| environment.action().id().unescaped() == kind)
}
