//! Holds the house rules as tests: sizes of files, arrows between crates, words.
//!
//! Knows: the checkout as files.
//! Must not know: any crate of the product.
//! Start reading at `tests/tidy.rs`.
