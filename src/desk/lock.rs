//! The desk's lock: who serves it, and who may write the index.

use super::DeskError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Held as long as it lives; the system lets go of it even after a kill −9.
pub struct Lock {
    _file: File,
}

/// How long to wait for a command that holds it; a server holds it for good.
const PATIENCE: Duration = Duration::from_secs(3);
const SERVING: &str = "serve";

/// Takes the lock, waiting for a passing command. `Err` says who has it.
pub fn take(folder: &Path, serving: bool) -> Result<Result<Lock, String>, DeskError> {
    let path = folder.join("desk.lock");
    let failed = |e: std::io::Error| DeskError::Other(format!("{}: {e}", path.display()));
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    let until = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => {
                let doing = if serving { SERVING } else { "command" };
                file.set_len(0).map_err(failed)?;
                file.rewind().map_err(failed)?;
                writeln!(file, "{doing}, process {}", std::process::id()).map_err(failed)?;
                return Ok(Ok(Lock { _file: file }));
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.rewind().map_err(failed)?;
                file.read_to_string(&mut holder).map_err(failed)?;
                if holder.starts_with(SERVING) || Instant::now() >= until {
                    return Ok(Err(holder.trim().to_string()));
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::Error(e)) => return Err(failed(e)),
        }
    }
}
