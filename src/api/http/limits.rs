//! The limits of the server in one place, each with its unit and its reason.
//!
//! Sizes of bodies are the desk's own (`[limits]` in desk.toml); what rendering bears stands in `markdown`, what may be kept
//! of consultations in `desk`.

use std::num::NonZeroU32;
use std::time::Duration;

/// Connections open at once. When one more comes, the one that has been idle for longest is closed, so that idle
/// clients never lock others out.
pub const CONNECTIONS_MAX: usize = 2_048;
/// Time for the head of a request to come in, and for the next one on an open connection to begin. A browser opens another.
pub const HEADER_WAIT: Duration = Duration::from_secs(15);
/// Time between two pieces of a body. A slow line sends something every second.
pub const BODY_PIECE_WAIT: Duration = Duration::from_secs(15);
/// Time for a whole request, its body included, until the answer begins: 25 MB over 1 Mbit/s take three minutes.
pub const REQUEST_WAIT: Duration = Duration::from_secs(240);
/// Time for a client to take a piece of an answer.
pub const ANSWER_PIECE_WAIT: Duration = Duration::from_secs(30);
/// Bytes of a request's head: cookies, the longest search in the address, and the headers of several proxies.
pub const HEADER_BYTES_MAX: usize = 80 << 10;
/// Time that requests under way have to end once the desk is to stop; whoever stops it waits ten seconds in all.
pub const DRAIN_WAIT: Duration = Duration::from_secs(4);

/// Bytes of all bodies that are being sent or worked on: some forty of the largest reports. What exceeds them is refused with 503 and `Retry-After`.
pub const BODIES_BYTES_MAX: usize = 384 << 20;
/// The same of one address.
pub const BODIES_OF_ONE_BYTES_MAX: usize = 192 << 20;

/// Requests worked on at once that only read. More wait in the order they came, so that nobody waits much longer than the
/// others; writes have places of their own, so that reading never waits for a disk.
pub const READING_MAX: usize = 8;
/// Requests worked on at once that may write.
pub const WRITING_MAX: usize = 32;

/// What is limited in how often it may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CallClass {
    /// Opening or using a sign-in link.
    SignIn,
    /// Searching the archive for a report: a search oracle, and the dearest call there is.
    Consultation,
    /// Searching by words.
    Search,
    /// Registering, attaching, deflecting a report.
    Registration,
    /// Sending files.
    Upload,
    /// Anything else that writes.
    Write,
}

impl CallClass {
    /// Every class.
    pub const ALL: [CallClass; 6] = [
        CallClass::SignIn,
        CallClass::Consultation,
        CallClass::Search,
        CallClass::Registration,
        CallClass::Upload,
        CallClass::Write,
    ];

    /// As a log names it.
    pub fn name(self) -> &'static str {
        match self {
            CallClass::SignIn => "sign_in",
            CallClass::Consultation => "consultation",
            CallClass::Search => "search",
            CallClass::Registration => "registration",
            CallClass::Upload => "upload",
            CallClass::Write => "write",
        }
    }
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Requester {
    /// One of the staff, or a program with a token of theirs: only what has run wild is held up.
    Staff,
    /// A customer.
    Customer,
    /// An address from which nobody has signed in.
    Visitor,
    /// An address, whoever asks from there: an office may hold hundreds of people.
    Address,
}

impl Requester {
    /// Every kind.
    pub const ALL: [Requester; 4] = [Requester::Staff, Requester::Customer, Requester::Visitor, Requester::Address];
}

/// So many at once after a pause, and so many each second from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// At once, after a pause.
    pub burst: NonZeroU32,
    /// Each second from then on.
    pub per_second: NonZeroU32,
}

const fn rate(burst: u32, per_second: u32) -> Option<Rate> {
    match (NonZeroU32::new(burst), NonZeroU32::new(per_second)) {
        (Some(burst), Some(per_second)) => Some(Rate { burst, per_second }),
        _ => None,
    }
}

/// How often; None: not limited.
pub const fn rate_of(call: CallClass, counted: Requester) -> Option<Rate> {
    match (counted, call) {
        // A link is good once. What guesses them, or floods the door, is slowed down wherever it comes from.
        (Requester::Address | Requester::Visitor, CallClass::SignIn) => rate(240, 2),
        (Requester::Staff | Requester::Customer, CallClass::SignIn) => None,
        // Live suggestions ask about three times a second while somebody types.
        (Requester::Customer, CallClass::Consultation) => rate(120, 5),
        (Requester::Customer, CallClass::Search) => rate(300, 10),
        (Requester::Customer, CallClass::Registration) => rate(120, 2),
        (Requester::Customer, CallClass::Upload) => rate(60, 1),
        (Requester::Customer, CallClass::Write) => rate(300, 10),
        (Requester::Visitor, CallClass::Consultation | CallClass::Registration | CallClass::Upload) => rate(30, 1),
        (Requester::Visitor, CallClass::Search) => rate(300, 5),
        (Requester::Visitor, CallClass::Write) => rate(120, 2),
        (Requester::Staff, _) => rate(3_000, 1_000),
        (Requester::Address, _) => rate(6_000, 2_000),
    }
}
