//! Moves that are kept add up, moves that are not leave no trace, and jobs make way for jobs that made way.

use super::{
    super::{
        dice::Dice,
        instance::Instance,
        model::{Model, Scope},
        prices::{Prices, Tolls},
        rows::Rows,
        state::{Seat, State},
    },
    Guide, Mood, Region, Search,
};

/// Calls `test` with a search over all of an instance, from nothing placed.
fn searching(text: &str, heat: f64, seed: u64, test: impl FnOnce(Search)) {
    let instance = Instance::parse(text).unwrap();
    let model = Model::new(&instance, true, 1, &Scope::All);
    let rows = Rows::new(&model, 1, true);
    let tolls = Tolls::new(&model, &rows, &Prices::none(&rows));
    let guide = Guide::new(&model, &tolls, 40);
    let region = Region {
        open: vec![true; instance.pools.len()],
        jobs: (0..).take(instance.jobs.len()).collect(),
        mood: Mood { heat, toll: 0.0 },
        stay: None,
    };
    let state = State::new(&model);
    test(Search::new(&guide, &region, state, Dice::new(seed, 0)));
}

/// Draws thirty jobs on four pools that are too small for them.
fn crowded(seed: u64) -> String {
    let mut dice = Dice::new(seed, 1);
    let mut text = "placement 1 crowded\n\
        dims 30 4 8 2 1 1\n\
        type 0 a 1000 80\n\
        type 1 b 2000 80\n\
        law 0 0 1\n\
        egress 0 0\n"
        .to_owned();
    for pool in 0..4 {
        let (rate, chips) = (10 + dice.below(20), 4 + dice.below(12));
        text += &format!("pool {pool} {} 0 {rate} 8x{chips}\n", pool % 2);
    }
    for job in 0..30 {
        let [chips, length, penalty] = [8, 4, 5_000].map(|most| 1 + dice.below(most));
        let release = dice.below(3);
        text += &format!("job {job} 0 0 {release} 8 0 {penalty} {chips}:{length},{chips}:1\n");
    }
    text + "end\n"
}

#[test]
fn a_move_that_is_kept_adds_up_and_one_that_is_not_leaves_no_trace() {
    let (mut kept, mut refused) = (0, 0);
    for seed in 0..40 {
        searching(&crowded(seed), 200.0, seed, |mut search| {
            search.run(1);
            for turn in 0..1_000 {
                let (seats, weight) = (search.state.seats.clone(), search.weight);
                let limit = i64::try_from(search.dice.below(300)).unwrap();
                if search.try_move(turn % 30, limit) {
                    kept += 1;
                    assert!(search.weight <= weight + limit);
                } else {
                    refused += 1;
                    assert_eq!((&search.state.seats, search.weight), (&seats, weight));
                }
                let anew = State::of(search.guide.model, &search.state.seats);
                assert_eq!(anew.free, search.state.free);
                assert_eq!((anew.cost, search.weight), (search.state.cost, anew.cost));
            }
        });
    }
    assert!(
        kept > 1_000 && refused > 1_000,
        "{kept} kept, {refused} not"
    );
}

/// Three pools in a row. The last job stands on the second and can go to the third, which is dearer; the one before it stands
/// on the first and can go to the second; the first job can go to the first alone.
const ROW: &str = "placement 1 row\n\
    dims 3 3 1 1 3 3\n\
    type 0 a 1000 80\n\
    law 0 0 100\n\
    law 0 1 000\n\
    law 0 2 000\n\
    law 1 0 110\n\
    law 1 1 000\n\
    law 1 2 000\n\
    law 2 0 011\n\
    law 2 1 000\n\
    law 2 2 000\n\
    egress 0 0 0 0\n\
    egress 1 0 0 0\n\
    egress 2 0 0 0\n\
    pool 0 0 0 10 1x4\n\
    pool 1 0 1 20 1x3\n\
    pool 2 0 2 40 1x2\n\
    job 0 0 0 0 1 0 5000 4:1\n\
    job 1 1 0 0 1 0 5000 3:1\n\
    job 2 2 0 0 1 0 5000 2:1\n\
    end\n";

#[test]
fn a_job_that_made_way_pushes_in_where_a_smaller_one_makes_way() {
    searching(ROW, 0.0, 1, |mut search| {
        let model = search.guide.model;
        let on = |job: usize, pool: u32| {
            let way = model.of(job).iter().position(|way| way.pool == pool);
            let way = u32::try_from(model.begin[job] + way.unwrap()).unwrap();
            Seat { way, start: 0 }
        };
        let before = [None, Some(on(1, 0)), Some(on(2, 1))];
        search.state = State::of(model, &before);
        search.run(200);
        let after = [(0, 0), (1, 1), (2, 2)].map(|(job, pool)| Some(on(job, pool)));
        assert_eq!(search.state.seats, after);
    });
}
