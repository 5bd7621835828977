//! What a scenario is as a problem does not hang on the order in which it is written.

use super::Model;
use crate::{
    Request,
    shipped::{public, request, scenario, scenario_files},
    survey::Survey,
};

/// Two limits, the later name first.
const LIMITS: &str = "
[[limit]]
id = \"north\"
most_chip_hours = 1_000_000
[[limit]]
id = \"all\"
most_money = \"900000000\"
";

#[test]
fn workloads_and_limits_in_another_order_are_the_same_problem() {
    let mut files = scenario_files();
    let (_, text) = files
        .iter_mut()
        .find(|(name, _)| name == "serving.toml")
        .unwrap();
    text.push_str(LIMITS);
    let written = scenario(&files);
    let mut turned = written.clone();
    turned.workloads.reverse();
    turned.limits.reverse();
    assert_ne!(written.workloads[0].id, turned.workloads[0].id);
    let requests: [Request<'_>; 2] =
        [&written, &turned].map(|scenario| request(scenario, &public().packs));
    let surveys = requests.each_ref().map(Survey::of);
    let [one, other] = [0, 1].map(|at| Model::of(&requests[at], &surveys[at]).unwrap());
    assert_eq!(one.problem, other.problem);
    assert!(one.limits[0] > one.limits[1]);
    assert_eq!([one.limits[1], one.limits[0]], other.limits[..]);
    assert!(one.problem.tasks.len() > 1 && one.problem.demands.len() > 1);
}
