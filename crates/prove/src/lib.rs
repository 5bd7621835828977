//! Proofs: packs -> what holds for all possible acts, not only for those somebody has tried.
//!
//! Knows: how rules add up, written as conditions; the solver, a process of its own.
//! Must not know: scenarios, prices, plans, files, clocks.
//! Main types: [`Prover`], [`Proof`], [`Invariant`].
//! Start reading at [`Prover::invariant`], then `world.rs`.

mod compare;
mod expr;
mod invariant;
mod prover;
mod report;
mod shape;
mod solver;
mod witness;
mod world;
mod write;

pub use compare::{Comparison, Implied};
pub use invariant::{Invariant, Read, Reading, Then};
pub use prover::Prover;
pub use report::{Failing, Found, Proof};
pub use solver::ProveError;
pub use witness::Witness;

/// The stack that conditions of the shipped packs need: they nest deeply once classes and groups
/// are written out.
const ROOM_BYTES: usize = 512 << 20;

/// Runs work that proves something, with the stack it needs.
///
/// # Example: a sum needs no such room
///
/// ```
/// assert_eq!(portolan_prove::with_room(|| 1 + 1), 2);
/// ```
pub fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(ROOM_BYTES);
        match builder
            .spawn_scoped(scope, work)
            .map(std::thread::ScopedJoinHandle::join)
        {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // No thread can be had: nothing could be proved at all.
            Err(error) => std::panic::resume_unwind(Box::new(error.to_string())),
        }
    })
}
