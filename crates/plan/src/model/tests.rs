//! What a scenario is as a problem does not hang on the order in which it is written.

use super::Model;
use crate::{
    Request,
    shipped::{public, request, scenario, scenario_files},
    survey::Survey,
};

#[test]
fn workloads_in_another_order_are_the_same_problem() {
    let written = scenario(&scenario_files());
    let mut turned = written.clone();
    turned.workloads.reverse();
    assert_ne!(written.workloads[0].id, turned.workloads[0].id);
    let requests: [Request<'_>; 2] =
        [&written, &turned].map(|scenario| request(scenario, &public().packs));
    let surveys = requests.each_ref().map(Survey::of);
    let problems = [0, 1].map(|at| Model::of(&requests[at], &surveys[at]).unwrap().problem);
    assert_eq!(problems[0], problems[1]);
    assert!(problems[0].tasks.len() > 1 && problems[0].demands.len() > 1);
}
