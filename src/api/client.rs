//! Where a request came from, and whether it came over TLS: by the connection, or by the word of a proxy that is trusted.

use crate::desk::WebSettings;
use axum::http::HeaderMap;
use std::net::IpAddr;

/// The other end, as far as it can be known. An extension of every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    pub address: IpAddr,
    pub https: bool,
}

impl Client {
    /// `peer`: who opened the connection. What headers say counts only from a trusted proxy; of several addresses that
    /// proxies have added, the last one that is not itself trusted is the client's.
    pub fn of(peer: IpAddr, headers: &HeaderMap, web: &WebSettings) -> Client {
        let trusted = |address: IpAddr| web.trusted_proxies.iter().any(|network| network.holds(address));
        let peer = peer.to_canonical();
        if !trusted(peer) {
            return Client { address: peer, https: false };
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
        Client { address, https: proto.rsplit(',').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("https")) }
    }

    /// Whether it comes from this machine itself.
    pub fn is_local(&self) -> bool {
        self.address.is_loopback()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Network;

    fn told(peer: &str, forwarded: &str, proto: &str) -> Client {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        headers.insert("x-forwarded-proto", proto.parse().unwrap());
        let trusted_proxies = ["127.0.0.1", "10.0.0.0/8"].iter().filter_map(|text| Network::parse(text)).collect();
        Client::of(peer.parse().unwrap(), &headers, &WebSettings { address: None, trusted_proxies })
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_own_word() {
        let client = |address: &str, https| Client { address: address.parse().unwrap(), https };
        assert_eq!(told("203.0.113.9", "198.51.100.1", "https"), client("203.0.113.9", false));
        assert_eq!(told("127.0.0.1", "198.51.100.1", "https"), client("198.51.100.1", true));
        assert_eq!(told("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3", "http, https"), client("198.51.100.1", true));
        assert_eq!(told("127.0.0.1", "6.6.6.6, nonsense", "http"), client("127.0.0.1", false));
    }
}
