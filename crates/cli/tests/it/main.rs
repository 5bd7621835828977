//! The program from outside: commands, exit codes, and what must come out of the shipped scenario.

mod bad_input;
mod commands;
mod forgery;
mod results;
mod stage;
