//! People and tokens: an administrator lets people in and out, through every door; nobody else does.

use crate::harness::{Server, Story};
use crate::pages::{leads, post, see, signed_in};
use serde_json::json;

/// The staffed desk with an administrator, signed in.
fn administered() -> (Story, Server, String) {
    let story = Story::staffed();
    story.run(&["person", "add", "admin", "--role", "administrator"]).ok();
    let server = story.serve();
    let cookie = signed_in(&story, &server, "admin");
    (story, server, cookie)
}

#[test]
fn an_administrator_lets_somebody_in_by_a_link_to_hand_over() {
    let (_story, server, admin) = administered();
    let add = [("name", "李 雷/2"), ("role", "senior_engineer"), ("role", "tester")];
    let made = leads(&server, "/people", &admin, &add).text;
    assert!(made.contains("李 雷/2") && made.contains("高级技术支持工程师"), "{made}");
    let link = made.split(&format!("{}/sign-in/", server.address)).nth(1).unwrap().split('<').next().unwrap();
    let entered = post(&server, &format!("/sign-in/{link}"), "", &[]).is(303).cookie;
    assert!(see(&server, "/tickets", &entered).is(200).text.contains("李 雷/2"));
    let page = see(&server, "/people", &admin).is(200).text;
    assert!(page.contains("2024-05-06 09:00") && !page.contains(link), "when they signed in, and the secret no more");
    // Roles are changed from the page, and a session feels it at once.
    see(&server, "/people", &entered).is(403);
    let path = "/people/%E6%9D%8E%20%E9%9B%B7%2F2";
    post(&server, &format!("{path}/roles"), &admin, &[("role", "administrator")]).is(303);
    see(&server, "/people", &entered).is(200);
    // What is refused is said on the page, and what was typed stays.
    let refused = post(&server, "/people", &admin, &[("name", "赵六"), ("what", "person")]).is(200).text;
    assert!(refused.contains("role=\"alert\"") && refused.contains("value=\"赵六\""), "{refused}");
}

#[test]
fn who_leaves_is_out_at_once_and_the_record_keeps_the_name() {
    let (story, server, admin) = administered();
    let session = signed_in(&story, &server, "senior");
    let token = story.token("senior", "senior_engineer");
    let link = story.run(&["person", "link", "senior"]).ok().last();
    server.get("/api/v1/tickets", &token).is(200);
    post(&server, "/people/senior/deactivate", &admin, &[]).is(303);
    server.get("/api/v1/tickets", &token).is(401);
    see(&server, "/report", &session).is(403);
    server.get(&link, "").is(404);
    assert!(see(&server, "/people", &admin).text.contains("deactivated"));
    assert!(story.run(&["person", "list"]).ok().out.contains("senior  senior_engineer  deactivated"));
    // Nothing new is given to them.
    assert!(story.run(&["person", "link", "senior"]).err.contains("there is no person senior"));
    let add = story.run(&["token", "add", "senior", "--role", "senior_engineer"]);
    assert!(add.err.contains("deactivated"), "{add:?}");
    // Back again, without what had ended.
    story.run(&["person", "reactivate", "senior"]).ok();
    server.get("/api/v1/tickets", &token).is(401);
    see(&server, "/report", &session).is(403);
    signed_in(&story, &server, "senior");
}

#[test]
fn the_last_administrator_stays_one() {
    let (story, server, admin) = administered();
    let token = story.token("admin", "administrator");
    assert!(post(&server, "/people/admin/deactivate", &admin, &[]).is(200).text.contains("最后一位系统管理员"));
    let left = server.post("/api/v1/people/admin/deactivate", &token, json!({})).is(409);
    assert!(left.detail().contains("last administrator"));
    let roles = json!({"roles": ["tester"]}).to_string();
    server.call("PUT", "/api/v1/people/admin", &token, &[], Some(&roles)).is(409);
    story.run(&["person", "add", "second", "--role", "administrator"]).ok();
    server.post("/api/v1/people/admin/deactivate", &token, json!({})).is(200);
    server.get("/api/v1/people", &token).is(401);
}

#[test]
fn tokens_are_shown_once_listed_without_secret_and_revoked() {
    let (_story, server, admin) = administered();
    let made = leads(&server, "/tokens", &admin, &[("name", "reg"), ("role", "registrar")]).text;
    let secret = format!("pt_{}", made.split("pt_").nth(1).unwrap().split('<').next().unwrap());
    server.get("/api/v1/tickets", &secret).is(200);
    let page = see(&server, "/people", &admin).is(200).text;
    assert!(!page.contains(&secret), "the secret is on no page again");
    let id = page.split("/tokens/").nth(1).unwrap().split('/').next().unwrap().to_string();
    post(&server, &format!("/tokens/{id}/revoke"), &admin, &[]).is(303);
    server.get("/api/v1/tickets", &secret).is(401);
    assert!(post(&server, &format!("/tokens/{id}/revoke"), &admin, &[]).is(200).text.contains("没有这个令牌"));
}

#[test]
fn the_same_through_the_api_and_the_command_line() {
    let (story, server, _) = administered();
    let token = story.token("admin", "administrator");
    let body = json!({"name": "new", "roles": ["customer"], "company": "海风科技有限公司"});
    assert_eq!(server.post("/api/v1/people", &token, body).is(201).json["active"], true);
    assert_eq!(
        server.post("/api/v1/people", &token, json!({"name": "x", "roles": ["wizard"]})).is(422).json["errors"][0]["field"],
        "roles"
    );
    let path = server.post("/api/v1/people/new/link", &token, json!({})).is(201).json["path"].as_str().unwrap().to_string();
    server.get(&path, "").is(200);
    let made = server.post("/api/v1/tokens", &token, json!({"name": "new", "roles": ["customer"]})).is(201).json;
    let secret = made["token"].as_str().unwrap().to_string();
    server.get("/api/v1/tickets", &secret).is(200);
    let list = server.get("/api/v1/tokens", &token).is(200);
    assert!(!list.text.contains(&secret) && list.text.contains(made["id"].as_str().unwrap()));
    assert_eq!(list.json["items"][1]["last_used_at"], "2024-05-06T01:00:00Z");
    // The server notes the use of tokens once a second.
    let used = || story.run(&["token", "list"]).ok().out.contains("new  customer  made 2024-05-06  used 2024-05-06");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !used() && std::time::Instant::now() < until {}
    let listed = story.run(&["token", "list"]).ok().out;
    assert!(listed.contains("new  customer  made 2024-05-06  used 2024-05-06") && !listed.contains("pt_"), "{listed}");
    story.run(&["token", "revoke", made["id"].as_str().unwrap()]).ok();
    server.get("/api/v1/tickets", &secret).is(401);
    let other = server.post("/api/v1/tokens", &token, json!({"name": "reg", "roles": ["registrar"]})).is(201).json;
    server.call("DELETE", &format!("/api/v1/tokens/{}", other["id"].as_str().unwrap()), &token, &[], None).is(204);
    server.get("/api/v1/tickets", other["token"].as_str().unwrap()).is(401);
}

#[test]
fn nobody_else_sees_to_people_and_tokens() {
    let (story, server, _) = administered();
    let id = story.run(&["token", "list"]).ok().out;
    assert_eq!(id, "", "none so far");
    for (name, role) in [("reg", "registrar"), ("manager", "support_manager"), ("王芳", "customer")] {
        let (token, cookie) = (story.token(name, role), signed_in(&story, &server, name));
        let id = story.run(&["token", "list"]).ok().out.split(' ').next().unwrap().to_string();
        for path in ["/api/v1/people", "/api/v1/tokens"] {
            server.get(path, &token).is(403);
            server.post(path, &token, json!({"name": "x", "roles": ["administrator"]})).is(403);
        }
        let roles = json!({"roles": ["administrator"]}).to_string();
        server.call("PUT", &format!("/api/v1/people/{}", "reg"), &token, &[], Some(&roles)).is(403);
        for act in ["link", "deactivate", "reactivate"] {
            server.post(&format!("/api/v1/people/junior/{act}"), &token, json!({})).is(403);
            post(&server, &format!("/people/junior/{act}"), &cookie, &[]).is(403);
        }
        server.call("DELETE", &format!("/api/v1/tokens/{id}"), &token, &[], None).is(403);
        let page = see(&server, "/people", &cookie).is(403).text;
        assert!(!page.contains("junior") && !page.contains("href=\"/people\""), "{page}");
        for path in ["/people", "/tokens", "/people/junior/roles"] {
            post(&server, path, &cookie, &[("name", "reg"), ("role", "registrar")]).is(403);
        }
        post(&server, &format!("/tokens/{id}/revoke"), &cookie, &[]).is(403);
        server.get("/api/v1/tickets", &token).is(200);
    }
    see(&server, "/people", "").is(403);
}
