//! The checker.
use super::{Assignment, Certificate, Instance};
/// What holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certified { /// c
 pub objective: i64, /// b
 pub bound: i64 }
/// Error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("x")]
pub struct CertifyError;
/// Checks.
pub fn certify(_: &Instance, _: &Assignment, _: &Certificate) -> Result<Certified, CertifyError> { Err(CertifyError) }
