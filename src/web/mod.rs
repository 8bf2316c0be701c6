//! Pages under `/`: the same verbs as the API's, for people in a browser. They work without JavaScript.

mod answer;
mod assets;
mod attachments;
mod burst;
mod case;
mod connections;
mod duty;
mod forms;
mod guard;
mod home;
mod measures;
mod mine;
mod notices;
mod people;
mod policy;
mod promises;
mod quality;
mod report;
mod revise;
mod routes;
mod sent;
mod session;
mod sign_in;
mod steps;
mod ticket;
mod tickets;
mod timeline;
mod words;

pub use connections::serve;
