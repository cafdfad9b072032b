//! Verifies the tokens of a file with jsonwebtoken; see ../../README.md.
use std::collections::HashMap;

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{decode, Algorithm, DecodingKey, Validation};
use serde::Deserialize;

#[derive(Deserialize)]
struct Task {
    issuer: String,
    audience: String,
    seconds: f64,
    jwks: JwkSet,
    tokens: HashMap<String, Vec<String>>,
    unacceptable: HashMap<String, Vec<String>>,
}

fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec to write to.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    assert_eq!(result, 0);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn main() {
    let path = std::env::args().nth(1).expect("the file of the task");
    let text = std::fs::read(path).expect("a readable file");
    let task: Task = serde_json::from_slice(&text).expect("a task");
    for jwk in &task.jwks.keys {
        let name = jwk.common.key_algorithm.expect("a key with alg").to_string();
        let algorithm: Algorithm = name.parse().expect("a known algorithm");
        let key = DecodingKey::from_jwk(jwk).expect("a usable key");
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[&task.issuer]);
        validation.set_audience(&[&task.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        let verify = |token: &str| decode::<serde_json::Value>(token, &key, &validation);

        for token in &task.unacceptable[&name] {
            assert!(verify(token).is_err(), "a bad token was accepted");
        }
        let tokens = &task.tokens[&name];
        let mut count = 0;
        let mut elapsed = 0.0;
        let started = cpu_seconds();
        while elapsed < task.seconds {
            for token in tokens {
                verify(token).expect("a good token");
            }
            count += tokens.len();
            elapsed = cpu_seconds() - started;
        }
        println!("{{\"algorithm\":\"{name}\",\"per_second\":{}}}", count as f64 / elapsed);
    }
}
