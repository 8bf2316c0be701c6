//! Every call of the API: what it takes and what it answers. The steps on a ticket come from their own table.

use crate::protocol::request::{
    self, ATTACH_CONSULTATION, AWAY, CHANGE_PERSON, CLOCK, CONSULT, DEFLECT, FEEDBACK, Field, GROUPS, PERSON, POLICY, REGISTER,
    REVISE, SEEN, SHIFT, TOKEN,
};
use crate::view::*;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// One call.
pub struct Call {
    /// In lower case, as OpenAPI has it.
    pub method: &'static str,
    /// Below `/api/v1`.
    pub path: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// What it takes.
    pub body: Body,
    /// Of success.
    pub status: u16,
    /// What it answers.
    pub answer: ResponseBody,
}

/// What a call takes.
#[derive(Clone, Copy)]
pub enum Body {
    /// No body.
    None,
    /// An object with these fields.
    Json(&'static [Field]),
    /// `multipart/form-data`.
    Files,
}

/// What a call answers where it succeeds.
#[derive(Clone, Copy)]
pub enum ResponseBody {
    /// No content.
    Nothing,
    /// JSON of this type.
    Json(SchemaOf),
    /// JSON, or with `.md` or `.csv` behind the name (or by `Accept`) Markdown or a table.
    JsonOrTable(SchemaOf),
    /// Bytes, as a download.
    File,
}

/// The schema of an answer's type.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// An answer of this type.
pub const fn json<T: JsonSchema>() -> ResponseBody {
    ResponseBody::Json(schema_of::<T>)
}

const fn json_or_table<T: JsonSchema>() -> ResponseBody {
    ResponseBody::JsonOrTable(schema_of::<T>)
}

const fn list<T: JsonSchema>() -> ResponseBody {
    ResponseBody::Json(schema_of::<ListView<T>>)
}

/// What a report answers, by its name.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, clippy::large_enum_variant, reason = "names the types of four reports for the schema; nobody makes one")]
enum ReportView {
    SearchesInVain(ListView<ZeroResultsView>),
    Suggestions(SuggestionsView),
    Measures(ListView<MeasureView>),
    Measure(MeasureView),
}

const REASON: &[Field] = &[request::required("reason", request::FieldKind::Text { max: 500 })];

/// All calls but the steps on a ticket.
pub const CALLS: &[Call] = &[
    Call {
        method: "post",
        path: "/consultations",
        summary: "Search the archive for a report",
        body: Body::Json(CONSULT),
        status: 200,
        answer: json::<ConsultationView>(),
    },
    Call {
        method: "post",
        path: "/consultations/{id}/deflect",
        summary: "The report ends here, answered by a case",
        body: Body::Json(DEFLECT),
        status: 200,
        answer: json::<DeflectionView>(),
    },
    Call {
        method: "delete",
        path: "/consultations/{id}/deflect",
        summary: "It did not: the deflection is taken back; whoever said it, or staff",
        body: Body::None,
        status: 200,
        answer: json::<DeflectionView>(),
    },
    Call {
        method: "post",
        path: "/consultations/{id}/attach",
        summary: "Register the report and join an open ticket",
        body: Body::Json(ATTACH_CONSULTATION),
        status: 201,
        answer: json::<TicketView>(),
    },
    Call {
        method: "post",
        path: "/tickets",
        summary: "Register a report; consults by itself where no consultation is named",
        body: Body::Json(REGISTER),
        status: 201,
        answer: json::<TicketView>(),
    },
    Call {
        method: "get",
        path: "/tickets",
        summary: "List tickets: status, severity, kind, assignee, customer, q, limit, cursor",
        body: Body::None,
        status: 200,
        answer: list::<RowView>(),
    },
    Call {
        method: "get",
        path: "/tickets/{number}",
        summary: "A ticket by its TS or RD number",
        body: Body::None,
        status: 200,
        answer: json::<TicketView>(),
    },
    Call {
        method: "get",
        path: "/tickets/{number}/events",
        summary: "Its timeline",
        body: Body::None,
        status: 200,
        answer: list::<EventView>(),
    },
    Call {
        method: "get",
        path: "/tickets/{number}/clocks",
        summary: "Its clocks with their explanations",
        body: Body::None,
        status: 200,
        answer: list::<ClockView>(),
    },
    Call {
        method: "get",
        path: "/tickets/{number}/similar",
        summary: "Like cases and tickets, as of now",
        body: Body::None,
        status: 200,
        answer: json::<SimilarView>(),
    },
    Call {
        method: "get",
        path: "/tickets/{number}/proposal",
        summary: "What like cases propose: class, component, who could take it, each with its evidence",
        body: Body::None,
        status: 200,
        answer: json::<ProposalView>(),
    },
    Call {
        method: "post",
        path: "/tickets/{number}/contact",
        summary: "The contact whole; the showing is recorded",
        body: Body::Json(REASON),
        status: 200,
        answer: json::<ContactView>(),
    },
    Call {
        method: "get",
        path: "/tickets/{number}/attachments",
        summary: "The files on it that one may read",
        body: Body::None,
        status: 200,
        answer: list::<AttachmentView>(),
    },
    Call {
        method: "post",
        path: "/tickets/{number}/attachments",
        summary: "Add files; all or none of them; answers with the ticket",
        body: Body::Files,
        status: 201,
        answer: json::<TicketView>(),
    },
    Call {
        method: "get",
        path: "/tickets/{number}/attachments/{attachment}",
        summary: "One file, as a download",
        body: Body::None,
        status: 200,
        answer: ResponseBody::File,
    },
    Call {
        method: "get",
        path: "/tickets/{number}/forms/{form}",
        summary: "registration, progress or requirement; .md, .csv or Accept; lang",
        body: Body::None,
        status: 200,
        answer: json_or_table::<FormView>(),
    },
    Call {
        method: "get",
        path: "/tickets/{number}/documents/{document}",
        summary: "evaluation or satisfaction, to hand over; .md, .csv or Accept; lang",
        body: Body::None,
        status: 200,
        answer: json_or_table::<FormView>(),
    },
    Call {
        method: "get",
        path: "/forms/{form}",
        summary: "urgency, registration, progress or requirement: a row a ticket submitted in a span (from, to); .md, .csv or Accept; lang",
        body: Body::None,
        status: 200,
        answer: json_or_table::<ListView<FormRowView>>(),
    },
    Call {
        method: "get",
        path: "/bursts",
        summary: "Like reports within the policy's window, proposed as incidents; staff",
        body: Body::None,
        status: 200,
        answer: list::<BurstView>(),
    },
    Call {
        method: "get",
        path: "/notices",
        summary: "What one is told of, the newest first: unseen, limit, cursor",
        body: Body::None,
        status: 200,
        answer: list::<NoticeView>(),
    },
    Call {
        method: "post",
        path: "/notices/seen",
        summary: "One has seen them up to this place of the record",
        body: Body::Json(SEEN),
        status: 200,
        answer: json::<UnseenView>(),
    },
    Call {
        method: "get",
        path: "/search",
        summary: "Search: q, product, component, severity, status, kind, limit, cursor",
        body: Body::None,
        status: 200,
        answer: json::<SearchView>(),
    },
    Call {
        method: "get",
        path: "/reports/{name}",
        summary: "Figures: searches_in_vain (from, to), suggestions; measures, or one of them by name (from, to, by day, week, month, \
         severity, component, customer or kind, baseline_from, baseline_to; .csv or Accept); supervising roles",
        body: Body::None,
        status: 200,
        answer: json_or_table::<ReportView>(),
    },
    Call {
        method: "get",
        path: "/cases/{number}",
        summary: "A case; with .md behind the number its file",
        body: Body::None,
        status: 200,
        answer: json::<CaseView>(),
    },
    Call {
        method: "put",
        path: "/cases/{number}",
        summary: "Revise a case; takes If-Match",
        body: Body::Json(REVISE),
        status: 200,
        answer: json::<CaseView>(),
    },
    Call {
        method: "get",
        path: "/cases/{number}/revisions",
        summary: "Its revisions, the newest first",
        body: Body::None,
        status: 200,
        answer: list::<RevisionView>(),
    },
    Call {
        method: "post",
        path: "/cases/{number}/feedback",
        summary: "Say whether it helped",
        body: Body::Json(FEEDBACK),
        status: 200,
        answer: json::<CaseView>(),
    },
    Call {
        method: "get",
        path: "/people",
        summary: "Everybody, with roles and last sign-in; administrators",
        body: Body::None,
        status: 200,
        answer: list::<AccountView>(),
    },
    Call {
        method: "post",
        path: "/people",
        summary: "Add somebody, or give them further roles; administrators",
        body: Body::Json(PERSON),
        status: 201,
        answer: json::<PersonView>(),
    },
    Call {
        method: "put",
        path: "/people/{name}",
        summary: "Exactly these roles and this company; administrators",
        body: Body::Json(CHANGE_PERSON),
        status: 200,
        answer: json::<PersonView>(),
    },
    Call {
        method: "post",
        path: "/people/{name}/link",
        summary: "A link that signs somebody in, once, within a day; administrators",
        body: Body::None,
        status: 201,
        answer: json::<SignInLinkView>(),
    },
    Call {
        method: "post",
        path: "/people/{name}/deactivate",
        summary: "Somebody leaves: sessions and tokens end; administrators",
        body: Body::None,
        status: 200,
        answer: json::<PersonView>(),
    },
    Call {
        method: "post",
        path: "/people/{name}/reactivate",
        summary: "Somebody is back; administrators",
        body: Body::None,
        status: 200,
        answer: json::<PersonView>(),
    },
    Call {
        method: "put",
        path: "/people/{name}/groups",
        summary: "Exactly these groups; administrators",
        body: Body::Json(GROUPS),
        status: 200,
        answer: json::<PersonView>(),
    },
    Call {
        method: "put",
        path: "/people/{name}/away",
        summary: "Away until then, with a deputy; oneself, a supervisor or manager",
        body: Body::Json(AWAY),
        status: 200,
        answer: json::<PersonView>(),
    },
    Call {
        method: "delete",
        path: "/people/{name}/away",
        summary: "Back, or not away after all",
        body: Body::None,
        status: 200,
        answer: json::<PersonView>(),
    },
    Call {
        method: "post",
        path: "/people/{name}/shifts",
        summary: "A duty from and until; administrators, supervisors and managers",
        body: Body::Json(SHIFT),
        status: 200,
        answer: json::<PersonView>(),
    },
    Call {
        method: "delete",
        path: "/people/{name}/shifts/{from}",
        summary: "Takes back the duty that begins then",
        body: Body::None,
        status: 200,
        answer: json::<PersonView>(),
    },
    Call {
        method: "get",
        path: "/workload",
        summary: "Who carries how many open tickets, owes how much beside them, is on duty or away; staff",
        body: Body::None,
        status: 200,
        answer: list::<WorkloadView>(),
    },
    Call {
        method: "post",
        path: "/policy/check",
        summary: "Mistakes with their lines, else which due times a policy would move; writes nothing",
        body: Body::Json(POLICY),
        status: 200,
        answer: json::<PolicyChangeView>(),
    },
    Call {
        method: "get",
        path: "/policy",
        summary: "The policy in force, since when, and whether the desk's file says another; staff",
        body: Body::None,
        status: 200,
        answer: json::<PolicyView>(),
    },
    Call {
        method: "get",
        path: "/tokens",
        summary: "The tokens that work, never a secret; administrators",
        body: Body::None,
        status: 200,
        answer: list::<TokenView>(),
    },
    Call {
        method: "post",
        path: "/tokens",
        summary: "A token for somebody, shown this once; administrators",
        body: Body::Json(TOKEN),
        status: 201,
        answer: json::<NewTokenView>(),
    },
    Call {
        method: "delete",
        path: "/tokens/{id}",
        summary: "From now on the token is unknown; administrators",
        body: Body::None,
        status: 204,
        answer: ResponseBody::Nothing,
    },
    Call {
        method: "put",
        path: "/simulation/clock",
        summary: "Move the clock of a simulation",
        body: Body::Json(CLOCK),
        status: 200,
        answer: json::<SimulatedClockView>(),
    },
];

/// Query parameters of calls that take some beyond the lists' own.
pub const QUERIES: &[(&str, &[(&str, &str)])] = &[
    ("/tickets/{number}/forms/{form}", &[LANG]),
    ("/tickets/{number}/documents/{document}", &[LANG]),
    ("/forms/{form}", &[FROM, TO, LANG]),
    (
        "/reports/{name}",
        &[
            FROM,
            TO,
            ("by", "day, week, month, severity, component, customer or kind"),
            ("baseline_from", "What it is compared with: its beginning"),
            ("baseline_to", "And its end, left out"),
        ],
    ),
];
const LANG: (&str, &str) = ("lang", "zh or en; English stands beside the Chinese names");
const FROM: (&str, &str) = ("from", "A day of the desk or a time as RFC 3339; default: ninety days ago");
const TO: (&str, &str) = ("to", "The same, left out itself; default: now");
