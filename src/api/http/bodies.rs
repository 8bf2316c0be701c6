//! Memory held by request bodies: bytes in flight until the request is answered, of all requests and of each network.

use super::limits::{BODIES_BYTES_MAX, BODIES_OF_ONE_BYTES_MAX};
use parking_lot::{Mutex, MutexGuard};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

/// Bytes held for all requests, and for those of each network.
#[derive(Debug, Default)]
pub struct Bodies {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    all: usize,
    by_network: HashMap<String, usize>,
}

impl Bodies {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock()
    }
}

/// The bytes one request holds; given back on drop.
struct Share {
    bodies: Arc<Bodies>,
    network: String,
    bytes: Mutex<usize>,
}

impl Share {
    fn take(&self, bytes: usize) -> bool {
        let mut held = self.bodies.held();
        let own = held.by_network.get(&self.network).copied().unwrap_or(0);
        if held.all + bytes > BODIES_BYTES_MAX || own + bytes > BODIES_OF_ONE_BYTES_MAX {
            return false;
        }
        held.all += bytes;
        held.by_network.insert(self.network.clone(), own + bytes);
        *self.bytes.lock() += bytes;
        true
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let bytes = *self.bytes.lock();
        let mut held = self.bodies.held();
        held.all -= bytes;
        if let Some(own) = held.by_network.get_mut(&self.network) {
            *own -= bytes;
            if *own == 0 {
                held.by_network.remove(&self.network);
            }
        }
    }
}

tokio::task_local! {
    static SHARE: Share;
}

/// Runs `answer`; the bytes its request takes in are counted with its network until it is done.
pub async fn within<T>(bodies: &Arc<Bodies>, network: String, answer: impl Future<Output = T>) -> T {
    SHARE.scope(Share { bodies: bodies.clone(), network, bytes: Mutex::new(0) }, answer).await
}

/// Takes room for a piece of the present request's body; false where there is none.
pub fn has_room_for(bytes: usize) -> bool {
    SHARE.try_with(|share| share.take(bytes)).unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(bodies: &Arc<Bodies>, network: &str) -> Share {
        Share { bodies: bodies.clone(), network: network.into(), bytes: Mutex::new(0) }
    }

    #[test]
    fn one_network_leaves_room_for_the_others_and_what_is_answered_gives_its_room_back() {
        let bodies = Arc::new(Bodies::default());
        let piece = 1 << 20;
        let flood: Vec<Share> = (0..100).map(|_| share(&bodies, "flood")).collect();
        let taken = (0..10_000).filter(|i| flood[i % 100].take(piece)).count();
        assert_eq!(taken * piece, BODIES_OF_ONE_BYTES_MAX);
        assert!(share(&bodies, "other").take(piece));
        drop(flood);
        assert_eq!(bodies.held().all, 0);
        assert!(bodies.held().by_network.is_empty());
    }
}
