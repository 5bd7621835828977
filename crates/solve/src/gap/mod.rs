//! The generalised assignment problem: every job on one machine, no machine over its capacity.
