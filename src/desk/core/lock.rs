//! The desk's lock: its holder writes files and index.

use crate::desk::error::DeskError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Locked until dropped; the system releases it even after a kill −9. The folder is locked too, so that deleting the file does
/// not admit a second holder.
pub struct Lock {
    _file: File,
    _folder: Option<File>,
}

/// How long to wait for a command that holds it. A server is not waited for.
const PATIENCE: Duration = Duration::from_secs(3);
const SERVING: &str = "serve";

/// Takes the lock. Inner `Err`: who holds it. Outer `Err`: the file cannot be used.
pub fn take(folder: &Path, serving: bool) -> Result<Result<Lock, String>, DeskError> {
    let path = folder.join("desk.lock");
    let failed = |e: std::io::Error| DeskError::Other(format!("{}: {e}", path.display()));
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = match opened {
        Ok(file) => file,
        // Reading needs no lock.
        Err(e) if !serving && matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            return Ok(Err(format!("nobody who may write it: {e}")));
        }
        Err(e) => return Err(failed(e)),
    };
    let until = Instant::now() + PATIENCE;
    loop {
        let locked = file.try_lock().and_then(|()| {
            let folder = lock_folder(folder);
            if folder.is_err() {
                let _ = file.unlock();
            }
            folder
        });
        match locked {
            Ok(held) => {
                let doing = if serving { SERVING } else { "command" };
                file.set_len(0).map_err(failed)?;
                file.rewind().map_err(failed)?;
                writeln!(file, "{doing}, process {}", std::process::id()).map_err(failed)?;
                return Ok(Ok(Lock { _file: file, _folder: held }));
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.rewind().map_err(failed)?;
                file.read_to_string(&mut holder).map_err(failed)?;
                if holder.is_empty() {
                    holder = "another process".into();
                }
                if holder.starts_with(SERVING) || Instant::now() >= until {
                    return Ok(Err(holder.trim().to_string()));
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::Error(e)) => return Err(failed(e)),
        }
    }
}

/// `None` where the system cannot lock folders.
fn lock_folder(folder: &Path) -> Result<Option<File>, TryLockError> {
    let Ok(handle) = File::open(folder) else { return Ok(None) };
    match handle.try_lock() {
        Ok(()) => Ok(Some(handle)),
        Err(TryLockError::WouldBlock) => Err(TryLockError::WouldBlock),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}
