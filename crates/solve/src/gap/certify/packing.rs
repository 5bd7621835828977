//! What a machine can make of its room at given profits, by the plainest tables.

#![expect(
    clippy::indexing_slicing,
    reason = "every table has one entry per room from 0 to the largest, and no item is larger than it"
)]

/// The largest table that is made, in entries.
const ENTRIES_MAX: usize = 1 << 27;

/// The most profit, and by how much it falls when an item must be packed or must not be.
#[derive(Debug)]
pub(super) struct Packing {
    pub(super) most: i64,
    /// One pair for each item: lost when it must be packed, lost when it must not.
    pub(super) losses: Vec<(i64, i64)>,
}

/// Packs items, given as size and profit, into the room; returns `None` when the tables would not fit in memory.
///
/// Items of no profit are never packed unless they must be.
pub(super) fn pack(room: usize, items: &[(usize, i64)]) -> Option<Packing> {
    let width = room + 1;
    let paying: Vec<usize> = (0..items.len()).filter(|item| items[*item].1 > 0).collect();
    if width.checked_mul(paying.len() + 2)? > ENTRIES_MAX {
        return None;
    }
    // Row k: the most profit of the first k paying items for each room.
    let mut rows = vec![vec![0_i64; width]];
    for &item in &paying {
        let row = with_one_more(&rows[rows.len() - 1], items[item]);
        rows.push(row);
    }
    let all = rows.pop().unwrap_or_default();
    let most = all[room];
    let mut losses: Vec<(i64, i64)> = items
        .iter()
        .map(|(size, profit)| (most - profit - all[room - size], 0))
        .collect();
    let mut after = vec![0_i64; width];
    for &item in paying.iter().rev() {
        let before = rows.pop().unwrap_or_default();
        let (size, profit) = items[item];
        let shared = |room: usize| {
            (0..=room)
                .map(|left| before[left] + after[room - left])
                .max()
        };
        let with = profit + shared(room - size).unwrap_or(0);
        let without = shared(room).unwrap_or(0);
        losses[item] = (most - with, most - without);
        after = with_one_more(&after, items[item]);
    }
    Some(Packing { most, losses })
}

fn with_one_more(row: &[i64], (size, profit): (usize, i64)) -> Vec<i64> {
    let mut next = row.to_vec();
    for room in size..row.len() {
        next[room] = next[room].max(row[room - size] + profit);
    }
    next
}
