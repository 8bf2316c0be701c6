//! Rate limits: for each class of call, by actor and by address.

use super::client::Client;
use super::limits::{CallClass, Requester, rate_of};
use super::problem::Problem;
use crate::people::Actor;
use axum::extract::Query;
use axum::http::{Extensions, Method, Uri};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// The class of a request; `None`: not limited. An extension of every request.
#[derive(Debug, Clone, Copy)]
pub struct RequestClass(pub Option<CallClass>);

/// Every so many calls, buckets that are full again are dropped.
const TIDIED_EVERY: u64 = 10_000;

/// Buckets of calls by class and requester.
#[derive(Debug)]
pub struct Throttle {
    by: BTreeMap<(CallClass, Requester), DefaultKeyedRateLimiter<String>>,
    asked: AtomicU64,
    /// Calls that were refused, for `/metrics`.
    pub refused: AtomicU64,
}

impl Default for Throttle {
    fn default() -> Throttle {
        let mut by = BTreeMap::new();
        for call in CallClass::ALL {
            for counted in Requester::ALL {
                if let Some(rate) = rate_of(call, counted) {
                    let quota = Quota::per_second(rate.per_second).allow_burst(rate.burst);
                    by.insert((call, counted), RateLimiter::keyed(quota));
                }
            }
        }
        Throttle { by, asked: AtomicU64::new(0), refused: AtomicU64::new(0) }
    }
}

impl Throttle {
    /// Counts a call of an address, before it is known who asks.
    pub fn address(&self, call: CallClass, client: &Client) -> Result<(), Problem> {
        self.count(call, Requester::Address, client.network())
    }

    /// Counts a call of an actor.
    pub fn actor(&self, call: CallClass, actor: &Actor, client: &Client) -> Result<(), Problem> {
        match actor {
            Actor::Visitor => self.count(call, Requester::Visitor, client.network()),
            actor if actor.is_staff() => self.count(call, Requester::Staff, actor.name().to_string()),
            actor => self.count(call, Requester::Customer, actor.name().to_string()),
        }
    }

    /// Counts a request once its actor is known.
    pub fn request(&self, extensions: &Extensions, actor: &Actor) -> Result<(), Problem> {
        match (extensions.get::<RequestClass>(), extensions.get::<Client>()) {
            (Some(RequestClass(Some(call))), Some(client)) => self.actor(*call, actor, client),
            _ => Ok(()),
        }
    }

    fn count(&self, call: CallClass, counted: Requester, key: String) -> Result<(), Problem> {
        let Some(limiter) = self.by.get(&(call, counted)) else { return Ok(()) };
        if self.asked.fetch_add(1, Ordering::Relaxed) % TIDIED_EVERY == TIDIED_EVERY - 1 {
            self.by.values().for_each(RateLimiter::retain_recent);
        }
        limiter.check_key(&key).map_err(|until| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            let wait = until.wait_time_from(DefaultClock::default().now());
            Problem::too_often(wait.as_secs() + 1)
        })
    }
}

/// What a request asks for, by its method and path; None: it only reads, and is not limited.
pub fn call_of(method: &Method, uri: &Uri) -> Option<CallClass> {
    let path = uri.path();
    let api = path.strip_prefix("/api/v1");
    let path = api.unwrap_or(path);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // As the handlers read it, however it was spelt.
    let asks = |wanted: &str| {
        let query = Query::<Vec<(String, String)>>::try_from_uri(uri);
        query.is_ok_and(|query| query.0.iter().any(|(name, value)| name == wanted && !value.trim().is_empty()))
    };
    if parts.first() == Some(&"sign-in") {
        return Some(CallClass::SignIn);
    }
    if *method == Method::GET || *method == Method::HEAD {
        let searches = matches!(parts[..], ["search"] | ["results"]) || (matches!(parts[..], [] | ["tickets"]) && asks("q"));
        let consults = matches!(parts[..], ["tickets", _, "similar" | "proposal"]);
        return if searches { Some(CallClass::Search) } else { consults.then_some(CallClass::Consultation) };
    }
    Some(match parts[..] {
        ["consultations"] | ["suggestions"] => CallClass::Consultation,
        ["consultations", _, _] | ["report"] => CallClass::Registration,
        ["tickets"] if api.is_some() => CallClass::Registration,
        ["tickets", _, "attachments"] => CallClass::Upload,
        _ => CallClass::Write,
    })
}

#[cfg(test)]
mod tests {
    use super::super::limits::Rate;
    use super::*;
    use crate::people::{Person, Role};

    fn client(address: &str) -> Client {
        Client { address: address.parse().unwrap(), https: false, relayed: false }
    }

    fn customer(name: &str) -> Actor {
        Actor::person(Person { name: name.into(), roles: vec![Role::Customer], ..Person::default() })
    }

    #[test]
    fn who_asks_too_often_waits_and_nobody_waits_for_them() {
        let throttle = Throttle::default();
        let (here, flood) = (client("203.0.113.9"), customer("flood"));
        let taken = (0..2_000).filter(|_| throttle.actor(CallClass::Consultation, &flood, &here).is_ok()).count();
        let Rate { burst, per_second } = rate_of(CallClass::Consultation, Requester::Customer).unwrap();
        assert!((burst.get()..burst.get() + 5 * per_second.get()).contains(&(taken as u32)), "{taken}");
        let refused = throttle.actor(CallClass::Consultation, &flood, &here).unwrap_err();
        assert!(refused.status.as_u16() == 429 && refused.retry_after_s.is_some());
        assert!(throttle.actor(CallClass::Consultation, &customer("other"), &here).is_ok());
        assert!(throttle.actor(CallClass::Search, &flood, &here).is_ok(), "another kind of call");
    }

    #[test]
    fn sign_ins_are_counted_by_address() {
        let throttle = Throttle::default();
        let taken = (0..2_000).filter(|_| throttle.address(CallClass::SignIn, &client("203.0.113.9")).is_ok()).count();
        assert!(taken < 300, "{taken}");
        assert!(throttle.address(CallClass::SignIn, &client("203.0.113.10")).is_ok());
    }

    #[test]
    fn calls_are_told_apart_by_what_they_do() {
        let of = |method: &str, path: &str, query: Option<&str>| {
            let uri = query.map_or_else(|| path.to_string(), |query| format!("{path}?{query}"));
            call_of(&method.parse().unwrap(), &uri.parse().unwrap())
        };
        assert_eq!(of("GET", "/", Some("%71=x")), Some(CallClass::Search), "the same, spelt otherwise");
        assert_eq!(of("GET", "/sign-in/abc", None), Some(CallClass::SignIn));
        assert_eq!(of("POST", "/sign-in/abc", None), Some(CallClass::SignIn));
        assert_eq!(of("GET", "/api/v1/search", Some("q=x")), Some(CallClass::Search));
        assert_eq!(of("GET", "/", Some("q=x")), Some(CallClass::Search));
        assert_eq!(of("GET", "/", None), None);
        assert_eq!(of("GET", "/api/v1/tickets", Some("status=open&q=x")), Some(CallClass::Search));
        assert_eq!(of("GET", "/api/v1/tickets", None), None);
        assert_eq!(of("POST", "/api/v1/consultations", None), Some(CallClass::Consultation));
        assert_eq!(of("POST", "/suggestions", None), Some(CallClass::Consultation));
        assert_eq!(of("POST", "/api/v1/consultations/c_1/deflect", None), Some(CallClass::Registration));
        assert_eq!(of("POST", "/api/v1/tickets", None), Some(CallClass::Registration));
        assert_eq!(of("POST", "/report", None), Some(CallClass::Registration));
        assert_eq!(of("POST", "/tickets/TS1/attachments", None), Some(CallClass::Upload));
        assert_eq!(of("POST", "/api/v1/tickets/TS1/note", None), Some(CallClass::Write));
        assert_eq!(of("PUT", "/api/v1/cases/TS1", None), Some(CallClass::Write));
    }
}
