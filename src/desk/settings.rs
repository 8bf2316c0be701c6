//! The settings of a desk: its name, policies and calendar.

use crate::measure::Period;
use crate::sla::{Calendar, Policy, PolicyHistory};
use std::net::IpAddr;

/// What a desk is configured with: `desk.toml`, and the policy in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The desk's name, as pages show it.
    pub name: String,
    /// The policies the desk has had; the last is in force.
    pub policies: PolicyHistory,
    /// Working calendar of the policy in force; its time zone dates numbers and pages.
    pub calendar: Calendar,
    /// The span measures are compared with, unless another is asked for.
    pub baseline: Option<Period>,
    /// Largest request body, bytes.
    pub body_bytes_max: usize,
    /// Largest sum of the files in one request, bytes.
    pub attachment_bytes_max: usize,
    /// Address and proxies.
    pub web: WebSettings,
}

/// Where people reach the desk, and which proxies stand before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebSettings {
    /// Origin people use: `https://desk.example.com`.
    pub address: Option<String>,
    /// Proxies whose headers are believed about a request's origin and TLS.
    pub trusted_proxies: Vec<Network>,
}

/// A range of addresses with a common prefix (CIDR).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    /// Any address of it.
    pub first: IpAddr,
    /// Length of the prefix.
    pub bits: u8,
}

impl Network {
    /// Reads `192.0.2.7` or `192.0.2.0/24`, and the same for IPv6.
    pub fn parse(text: &str) -> Option<Network> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let first: IpAddr = address.trim().parse().ok()?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.trim().parse().ok())?;
        (bits <= most).then_some(Network { first, bits })
    }

    /// Whether an address is in it; an IPv4 address mapped to IPv6 counts as IPv4.
    pub fn holds(&self, address: IpAddr) -> bool {
        let same = |a: u128, b: u128, width: u32| {
            let shift = width - u32::from(self.bits);
            shift >= width || (a >> shift) == (b >> shift)
        };
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => same(u128::from(a.to_bits()), u128::from(b.to_bits()), 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => same(a.to_bits(), b.to_bits(), 128),
            _ => false,
        }
    }
}

impl Settings {
    /// The same settings with these policies.
    pub(super) fn under(self, policies: PolicyHistory) -> Settings {
        Settings { calendar: policies.policy().calendar.clone(), policies, ..self }
    }
}

impl Default for Settings {
    fn default() -> Settings {
        let policy = Policy::default();
        Settings {
            name: "Precedent".into(),
            calendar: policy.calendar.clone(),
            policies: PolicyHistory::only(policy),
            baseline: None,
            body_bytes_max: 8 << 20,
            attachment_bytes_max: 25 << 20,
            web: WebSettings::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_the_addresses_that_begin_as_it_does() {
        let holds = |network: &str, address: &str| Network::parse(network).unwrap().holds(address.parse().unwrap());
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("10.0.0.0/8", "10.255.1.2") && !holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("0.0.0.0/0", "203.0.113.9") && !holds("0.0.0.0/0", "2001:db8::1"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1") && !holds("2001:db8::/32", "2001:db9::1"));
        assert!(holds("192.0.2.0/24", "::ffff:192.0.2.9"), "version 4 in the clothes of version 6");
        assert!(Network::parse("10.0.0.0/33").is_none() && Network::parse("proxy").is_none());
    }
}
