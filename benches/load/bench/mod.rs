//! The driver and its scenarios; the bench and the short form among the tests both come in through [`run`].

mod archive;
mod client;
mod crowd;
mod damaged_index;
mod desk;
mod disk_full;
mod hostile;
mod http;
#[path = "../../made.rs"]
mod made;
mod mixed;
mod promises;
mod server;
mod silent;
mod table;
mod terminated;
pub mod told;

use promises::Promises;
use told::{Scenario, Told};

/// What stops the bench itself, in words.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Runs each scenario on a desk of its own and says whether everything promised was held.
pub fn run(told: &Told) -> Result<bool, Trouble> {
    let mut held = true;
    for scenario in &told.scenarios {
        println!("== {} ({} clients, {} s)", scenario.word(), told.clients, told.seconds);
        let mut promises = Promises::default();
        match scenario {
            Scenario::Mixed => mixed::run(told, &mut promises),
            Scenario::DiskFull => disk_full::run(told, &mut promises),
            Scenario::DamagedIndex => damaged_index::run(told, &mut promises),
            Scenario::Silent => silent::run(told, &mut promises),
            Scenario::Hostile => hostile::run(told, &mut promises),
            Scenario::Terminated => terminated::run(told, &mut promises),
        }?;
        held &= promises.all_held();
    }
    Ok(held)
}
