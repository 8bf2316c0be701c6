//! What a monitor reads: counts of what was done, and how far the parts of the desk have come. No names, no numbers of tickets.

use crate::desk::Desk;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Duration;

/// Bounds of the buckets of answer times, seconds.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

type Label = [(&'static str, String); 1];

/// Counters and gauges, and the registry that writes them.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Label, Counter>,
    seconds: Histogram,
    /// Connections open now.
    pub connections: Gauge,
    /// Idle connections closed to make room.
    pub shed: Counter,
    refused: Gauge,
    ledger_seq: Gauge,
    index_seq: Gauge,
    index_disk_seq: Gauge,
    documents: Gauge,
    free_bytes: Gauge,
    failing: Family<Label, Gauge>,
    failures: Family<Label, Gauge>,
    panics: Family<Label, Gauge>,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut m = Metrics {
            registry: Registry::with_prefix("precedent"),
            requests: Family::default(),
            seconds: Histogram::new(SECONDS),
            connections: Gauge::default(),
            shed: Counter::default(),
            refused: Gauge::default(),
            ledger_seq: Gauge::default(),
            index_seq: Gauge::default(),
            index_disk_seq: Gauge::default(),
            documents: Gauge::default(),
            free_bytes: Gauge::default(),
            failing: Family::default(),
            failures: Family::default(),
            panics: Family::default(),
        };
        let r = &mut m.registry;
        r.register("http_requests", "Requests answered since the start, by class of status", m.requests.clone());
        r.register("http_request_seconds", "Time until a request's answer began", m.seconds.clone());
        r.register("http_connections", "Connections open now", m.connections.clone());
        r.register("http_connections_shed", "Idle connections closed to make room for others", m.shed.clone());
        r.register("http_refused_too_often", "Calls refused because they were asked for too often", m.refused.clone());
        r.register("ledger_seq", "Place of the newest event", m.ledger_seq.clone());
        r.register("index_seq", "Place up to which events can be found", m.index_seq.clone());
        r.register("index_disk_seq", "Place up to which the index on disk reaches", m.index_disk_seq.clone());
        r.register("index_documents", "Documents that can be found", m.documents.clone());
        r.register("disk_free_bytes", "Free bytes on the disk of the ledger", m.free_bytes.clone());
        r.register("part_failing", "1 while a part of the desk does not work", m.failing.clone());
        r.register("part_failures", "Failed attempts of a part since the start", m.failures.clone());
        r.register("part_panics", "Attempts of a part that ended in a panic", m.panics.clone());
        m
    }
}

fn gauge(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

impl Metrics {
    /// Counts an answer and the time until it began.
    pub fn answered(&self, status: u16, took: Duration) {
        self.requests.get_or_create(&[("class", format!("{}xx", status / 100))]).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// OpenMetrics text. Looks at the desk and changes nothing in it.
    pub fn text(&self, desk: &Desk, refused: u64) -> Result<String, crate::desk::DeskError> {
        let signs = desk.vital_signs()?;
        self.refused.set(gauge(refused));
        self.ledger_seq.set(gauge(signs.ledger_seq));
        if let Some(index) = signs.index {
            self.index_seq.set(gauge(index.seq));
            self.index_disk_seq.set(gauge(index.disk_seq));
            self.documents.set(gauge(index.documents as u64));
        }
        if let Some(free) = signs.free_bytes {
            self.free_bytes.set(gauge(free));
        }
        for (part, health) in desk.health().subsystems() {
            let label = [("part", part.name().to_string())];
            self.failing.get_or_create(&label).set(i64::from(health.failing.is_some()));
            self.failures.get_or_create(&label).set(gauge(health.failures));
            self.panics.get_or_create(&label).set(gauge(health.panics));
        }
        let mut text = String::new();
        // Writing into a text does not fail.
        let _ = encode(&mut text, &self.registry);
        Ok(text)
    }
}
