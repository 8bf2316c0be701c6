//! The load bench: scenarios that are run through [`run`].

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
pub mod arguments;

use arguments::{Arguments, Scenario};
use promises::Promises;

/// An error that stops the bench itself.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Runs each scenario on a fresh desk; true if all promises were kept.
pub fn run(arguments: &Arguments) -> Result<bool, Trouble> {
    let mut held = true;
    for scenario in &arguments.scenarios {
        println!("== {} ({} clients, {} s)", scenario.word(), arguments.clients, arguments.seconds);
        let mut promises = Promises::default();
        match scenario {
            Scenario::Mixed => mixed::run(arguments, &mut promises),
            Scenario::DiskFull => disk_full::run(arguments, &mut promises),
            Scenario::DamagedIndex => damaged_index::run(arguments, &mut promises),
            Scenario::Silent => silent::run(arguments, &mut promises),
            Scenario::Hostile => hostile::run(arguments, &mut promises),
            Scenario::Terminated => terminated::run(arguments, &mut promises),
        }?;
        held &= promises.all_held();
    }
    Ok(held)
}
