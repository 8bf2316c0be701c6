//! HTTP connections: a limited number, idle ones closed to make room, and a shutdown that ends within seconds.

use super::routes::router;
use super::too_long::SaidInWords;
use crate::api::App;
use crate::api::limits::{
    ANSWER_PIECE_WAIT, BODY_PIECE_WAIT, CONNECTIONS_MAX, DRAIN_WAIT, HEADER_BYTES_MAX, HEADER_WAIT, REQUEST_WAIT,
};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::{Mutex, MutexGuard};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio_io_timeout::TimeoutStream;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// Pause after `accept` has failed, mostly because the process may open no more files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves pages and API on a listener until `stop` is true; requests under way then have `DRAIN_WAIT` to finish.
///
/// # Errors
/// None so far: a failed `accept` is tried again.
pub async fn serve(listener: TcpListener, app: Arc<App>, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
    let routes = router(app.clone())
        .layer(RequestBodyTimeoutLayer::new(BODY_PIECE_WAIT))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_WAIT));
    let open = Arc::new(Open { begun: Instant::now(), by_age: Mutex::default() });
    let (draining, drain) = watch::channel(false);
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        if open.make_room() {
            app.metrics.shed.inc();
        }
        let place = Place::take(&open, &app);
        tokio::spawn(answer(stream, peer, routes.clone(), place, drain.clone()));
    }
    drop(listener);
    let _ = draining.send(true);
    let ended = async {
        while open.count() > 0 {
            tokio::time::sleep(ACCEPT_PAUSE).await;
        }
    };
    if tokio::time::timeout(DRAIN_WAIT, ended).await.is_err() {
        tracing::warn!("{} connections were still busy and are closed", open.count());
    }
    Ok(())
}

/// Serves one connection until either side closes it.
async fn answer(stream: TcpStream, peer: SocketAddr, routes: Router, place: Place, mut drain: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(ANSWER_PIECE_WAIT));
    let stream = Box::pin(stream);
    let own = place.own.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let (routes, busy) = (routes.clone(), Busy::begin(&own));
        async move { Ok::<_, Infallible>(respond(routes, request, peer, busy).await) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADER_WAIT).max_buf_size(HEADER_BYTES_MAX);
    let connection = builder.serve_connection(TokioIo::new(SaidInWords::over(stream)), service);
    tokio::pin!(connection);
    let mut is_draining = false;
    loop {
        tokio::select! {
            // The client went away or was too slow; there is nobody to report an error to.
            _ = connection.as_mut() => break,
            () = place.own.shed.notified() => break,
            changed = drain.changed(), if !is_draining => {
                is_draining = true;
                if changed.is_ok() {
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}

async fn respond(routes: Router, request: Request<Incoming>, peer: SocketAddr, busy: Busy) -> Response<Body> {
    use hyper::service::Service;
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    match hyper_util::service::TowerToHyperService::new(routes).call(request).await {
        // The connection is at work until the last of the answer has been taken.
        Ok(response) => response.map(|body| {
            Body::new(body.map_frame(move |frame| {
                busy.touch();
                frame
            }))
        }),
        Err(never) => match never {},
    }
}

/// One open connection.
#[derive(Debug)]
struct Own {
    /// When the server started.
    begun: Instant,
    /// Requests being answered on it.
    busy: AtomicUsize,
    /// The last activity, in milliseconds since `begun`.
    touched_ms: AtomicU64,
    shed: Notify,
}

impl Own {
    fn begin(begun: Instant) -> Own {
        let own = Own { begun, busy: AtomicUsize::new(0), touched_ms: AtomicU64::new(0), shed: Notify::new() };
        own.touch();
        own
    }

    fn touch(&self) {
        let ms = self.begun.elapsed().as_millis();
        self.touched_ms.store(u64::try_from(ms).unwrap_or(u64::MAX), Ordering::SeqCst);
    }
}

/// The open connections, the oldest first.
#[derive(Debug)]
struct Open {
    begun: Instant,
    by_age: Mutex<(u64, BTreeMap<u64, Arc<Own>>)>,
}

impl Open {
    fn by_age(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Arc<Own>>)> {
        self.by_age.lock()
    }

    fn count(&self) -> usize {
        self.by_age().1.len()
    }

    /// Makes room for one more: closes the connection that has been idle for longest. Returns whether one was closed.
    fn make_room(&self) -> bool {
        let mut open = self.by_age();
        if open.1.len() < CONNECTIONS_MAX {
            return false;
        }
        let idle = open.1.iter().filter(|(_, own)| own.busy.load(Ordering::SeqCst) == 0);
        let idle = idle.min_by_key(|(_, own)| own.touched_ms.load(Ordering::SeqCst)).map(|(age, _)| *age);
        // All are busy: close the oldest, or clients that keep the desk busy could lock everybody else out.
        let Some(age) = idle.or_else(|| open.1.keys().next().copied()) else { return false };
        if let Some(own) = open.1.remove(&age) {
            own.shed.notify_one();
        }
        true
    }
}

/// A connection's entry in the list of open ones, removed on drop.
struct Place {
    age: u64,
    own: Arc<Own>,
    open: Arc<Open>,
    app: Arc<App>,
}

impl Place {
    fn take(open: &Arc<Open>, app: &Arc<App>) -> Place {
        let own = Arc::new(Own::begin(open.begun));
        let mut all = open.by_age();
        all.0 += 1;
        let age = all.0;
        all.1.insert(age, own.clone());
        app.metrics.connections.inc();
        Place { age, own, open: open.clone(), app: app.clone() }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.by_age().1.remove(&self.age);
        self.app.metrics.connections.dec();
    }
}

/// Counts a request as under way until it is dropped.
struct Busy(Arc<Own>);

impl Busy {
    fn begin(own: &Arc<Own>) -> Busy {
        own.busy.fetch_add(1, Ordering::SeqCst);
        own.touch();
        Busy(own.clone())
    }

    fn touch(&self) {
        self.0.touch();
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.touch();
        self.0.busy.fetch_sub(1, Ordering::SeqCst);
    }
}
