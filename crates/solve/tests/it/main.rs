//! What the solver promises, one module a problem.

mod placement;
