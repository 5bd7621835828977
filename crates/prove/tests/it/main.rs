//! Proofs about the shipped packs, and packs broken on purpose.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod broken;
mod shipped;
mod stage;
