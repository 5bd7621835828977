//! Tests of plans over futures on small worlds, each way of deciding tried where that is possible.

mod borne;
mod every_way;
mod small;
