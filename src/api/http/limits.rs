//! What the doors bear, in one place: each limit with its name, its unit and its reason.
//!
//! Sizes of bodies are the desk's own (`[limits]` in desk.toml); what rendering bears stands in `markdown`, what may be kept
//! of consultations in `desk`.

use std::num::NonZeroU32;
use std::time::Duration;

/// Connections open at once. When one more comes, the one on which nothing has happened for longest is closed: those who
/// only hold the door never shut it.
pub const CONNECTIONS_MAX: usize = 2_048;
/// Time for the head of a request to come in, and for the next one on an open connection to begin. A browser opens another.
pub const HEADER_WAIT: Duration = Duration::from_secs(15);
/// Time between two pieces of a body. A slow line sends something every second.
pub const BODY_PIECE_WAIT: Duration = Duration::from_secs(15);
/// Time for a whole request, its body included, until the answer begins: 25 MB over 1 Mbit/s take three minutes.
pub const REQUEST_WAIT: Duration = Duration::from_secs(240);
/// Time for a client to take a piece of an answer.
pub const ANSWER_PIECE_WAIT: Duration = Duration::from_secs(30);
/// Bytes of a request's head: cookies, a long search in the address, and the headers of several proxies.
pub const HEADER_BYTES_MAX: usize = 64 << 10;
/// Time that requests under way have to end once the desk is to stop; whoever stops it waits ten seconds in all.
pub const DRAIN_WAIT: Duration = Duration::from_secs(4);

/// Bytes of all bodies that are being sent or worked on, and of those from one address: some forty of the largest reports, and
/// half as many. What is beyond is told to come again (503).
pub const BODIES_BYTES_MAX: usize = 384 << 20;
pub const BODIES_OF_ONE_BYTES_MAX: usize = 192 << 20;

/// Requests worked on at once that only read, and that also write. More wait in the order they came, so that nobody waits
/// much longer than the others; writes have places of their own, so that reading never waits for a disk.
pub const READING_MAX: usize = 8;
pub const WRITING_MAX: usize = 32;

/// What is limited in how often it may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Call {
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

impl Call {
    pub const ALL: [Call; 6] = [Call::SignIn, Call::Consultation, Call::Search, Call::Registration, Call::Upload, Call::Write];

    pub fn name(self) -> &'static str {
        match self {
            Call::SignIn => "sign_in",
            Call::Consultation => "consultation",
            Call::Search => "search",
            Call::Registration => "registration",
            Call::Upload => "upload",
            Call::Write => "write",
        }
    }
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Counted {
    /// One of the staff, or a program with a token of theirs: only what has run wild is held up.
    Staff,
    /// A customer.
    Customer,
    /// An address from which nobody has signed in.
    Visitor,
    /// An address, whoever asks from there: an office may hold hundreds of people.
    Address,
}

impl Counted {
    pub const ALL: [Counted; 4] = [Counted::Staff, Counted::Customer, Counted::Visitor, Counted::Address];
}

/// So many at once after a pause, and so many each second from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub burst: NonZeroU32,
    pub per_second: NonZeroU32,
}

const fn rate(burst: u32, per_second: u32) -> Option<Rate> {
    match (NonZeroU32::new(burst), NonZeroU32::new(per_second)) {
        (Some(burst), Some(per_second)) => Some(Rate { burst, per_second }),
        _ => None,
    }
}

/// How often; None: not limited.
pub const fn rate_of(call: Call, counted: Counted) -> Option<Rate> {
    match (counted, call) {
        // A link is good once. What guesses them, or floods the door, is slowed down wherever it comes from.
        (Counted::Address | Counted::Visitor, Call::SignIn) => rate(240, 2),
        (Counted::Staff | Counted::Customer, Call::SignIn) => None,
        // Live suggestions ask about three times a second while somebody types.
        (Counted::Customer, Call::Consultation) => rate(120, 5),
        (Counted::Customer, Call::Search) => rate(300, 10),
        (Counted::Customer, Call::Registration) => rate(120, 2),
        (Counted::Customer, Call::Upload) => rate(60, 1),
        (Counted::Customer, Call::Write) => rate(300, 10),
        (Counted::Visitor, Call::Consultation | Call::Registration | Call::Upload) => rate(30, 1),
        (Counted::Visitor, Call::Search) => rate(300, 5),
        (Counted::Visitor, Call::Write) => rate(120, 2),
        (Counted::Staff, _) => rate(3_000, 1_000),
        (Counted::Address, _) => rate(6_000, 2_000),
    }
}
