//! Work shared out over threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Does each task once, over so many threads. Which thread does which is open, so a task must not depend on it.
pub(super) fn share<Task: Send>(
    threads: usize,
    tasks: &mut [Task],
    work: impl Fn(&mut Task) + Sync,
) {
    let threads = threads.clamp(1, tasks.len().max(1));
    let tasks: Vec<Mutex<&mut Task>> = tasks.iter_mut().map(Mutex::new).collect();
    let next = AtomicUsize::new(0);
    let help = || {
        while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Ok(mut task) = task.lock() {
                work(&mut task);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(help);
        }
        help();
    });
}
