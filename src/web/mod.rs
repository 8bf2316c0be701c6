//! Pages under `/`: the same verbs as the API's, for people in a browser. They work without JavaScript.

mod connections;
mod http;
mod pages;
mod routes;
mod words;

pub use connections::serve;

#[cfg(test)]
mod in_process;
