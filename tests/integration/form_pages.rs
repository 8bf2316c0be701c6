//! Lists of forms by pages; the file has all rows.

use crate::harness::{Story, fault};
use crate::pages::{see, signed_in};

#[test]
fn a_long_list_has_pages_and_its_file_has_all_of_it() {
    let story = Story::staffed();
    let server = story.serve();
    let token = story.token("reg", "registrar");
    for i in 1..=53 {
        server.post("/api/v1/tickets", &token, fault(&format!("第 {i} 台打印机卡纸"), "二楼")).is(201);
    }
    let senior = signed_in(&story, &server, "senior");
    let first = see(&server, "/forms/registration", &senior).is(200).text;
    assert!(first.contains("1–50 / 53") && first.contains(">TS20240506050<") && !first.contains(">TS20240506051<"), "{first}");
    let second = see(&server, "/forms/registration?page=2", &senior).is(200).text;
    assert!(second.contains("51–53 / 53") && second.contains(">TS20240506051<") && !second.contains(">TS20240506050<"), "{second}");
    assert!(second.contains("rel=\"prev\"") && !second.contains("rel=\"next\""), "{second}");
    see(&server, "/forms/registration?page=99999999999999999", &senior).is(200);
    let file = see(&server, "/forms/registration.csv?page=2", &senior).is(200).text;
    assert!(file.contains("TS20240506001") && file.contains("TS20240506053"));
    // A customer's pages are of their own tickets.
    let rival = see(&server, "/forms/registration", &signed_in(&story, &server, "rival")).is(200).text;
    assert!(rival.contains("<span>0 ") && !rival.contains("rel=\"next\""), "{rival}");
}
