//! The tests of the judge, on invented places.

mod judging;
mod loading;
