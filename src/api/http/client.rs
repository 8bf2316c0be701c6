//! Where a request came from, and whether it came over TLS: by the connection, or by the word of a proxy that is trusted.

use crate::desk::WebSettings;
use axum::http::HeaderMap;
use std::net::IpAddr;

/// The other end, as far as it can be known. An extension of every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// Where the request came from.
    pub address: IpAddr,
    /// Whether it came over TLS, by the word of a trusted proxy.
    pub https: bool,
    /// Somebody who is not trusted says that they pass it on: then it is not known where it comes from.
    pub relayed: bool,
}

impl Client {
    /// `peer`: who opened the connection. What headers say counts only from a trusted proxy; of several addresses that
    /// proxies have added, the last one that is not itself trusted is the client's.
    pub fn of(peer: IpAddr, headers: &HeaderMap, web: &WebSettings) -> Client {
        let trusted = |address: IpAddr| web.trusted_proxies.iter().any(|network| network.holds(address));
        let peer = peer.to_canonical();
        if !trusted(peer) {
            let relayed = ["x-forwarded-for", "forwarded", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name));
            return Client { address: peer, https: false, relayed };
        }
        let texts = |name: &str| headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
        let forwarded = texts("x-forwarded-for");
        let hops = forwarded.split(',').rev().map(|hop| hop.trim().parse::<IpAddr>().map(|address| address.to_canonical()));
        let mut address = peer;
        for hop in hops {
            let Ok(hop) = hop else { break };
            address = hop;
            if !trusted(hop) {
                break;
            }
        }
        let proto = texts("x-forwarded-proto");
        let https = proto.rsplit(',').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("https"));
        Client { address, https, relayed: false }
    }

    /// Whether it comes from this machine itself.
    pub fn is_local(&self) -> bool {
        self.address.is_loopback() && !self.relayed
    }

    /// Whom it is counted with: of version 6 everybody has a whole network of addresses.
    pub fn network(&self) -> String {
        match self.address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Network;

    fn client_of(peer: &str, forwarded: &str, proto: &str) -> Client {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        headers.insert("x-forwarded-proto", proto.parse().unwrap());
        let trusted_proxies = ["127.0.0.1", "10.0.0.0/8"].iter().filter_map(|text| Network::parse(text)).collect();
        Client::of(peer.parse().unwrap(), &headers, &WebSettings { address: None, trusted_proxies })
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_own_word() {
        let client = |address: &str, https| Client { address: address.parse().unwrap(), https, relayed: false };
        let unknown = client_of("203.0.113.9", "198.51.100.1", "https");
        assert_eq!(unknown, Client { relayed: true, ..client("203.0.113.9", false) });
        assert_eq!(client_of("127.0.0.1", "198.51.100.1", "https"), client("198.51.100.1", true));
        assert_eq!(client_of("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3", "http, https"), client("198.51.100.1", true));
        assert_eq!(client_of("127.0.0.1", "6.6.6.6, nonsense", "http"), client("127.0.0.1", false));
    }

    #[test]
    fn addresses_of_one_network_are_counted_together() {
        let of = |address: &str| Client { address: address.parse().unwrap(), https: false, relayed: false }.network();
        assert_eq!(of("2001:db8:1:2::9"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::9"), of("2001:db8:1:3::9"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert!(!Client { address: "127.0.0.1".parse().unwrap(), https: false, relayed: true }.is_local());
    }
}
