// Verification of access tokens that an external identity provider issued.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace cq::auth {

// Who a verified token speaks for: the account is (issuer, subject), the name a claim of the token.
struct ExternalIdentity {
  std::string issuer;
  std::string subject;
  std::string username;
};

struct TokenRefusal {
  enum class Kind {
    kInvalidToken,      // 401
    kUnusableIdentity,  // 403: a good token that names nobody
    kUnavailable,       // 503: keys could not be had, which says nothing of the token
  };
  Kind kind = Kind::kInvalidToken;
  std::string_view reason;             // static text, "wrong_audience"; log line and metric label
  std::string detail;                  // for the client, with kUnusableIdentity
  std::chrono::seconds retry_after{};  // with kUnavailable
};

// The answer needs keys that are being fetched.
struct KeysPending {
  // Calls `resume` exactly once, from any thread, perhaps at once: when keys came, the fetch
  // failed, the wait became too long or the verifier stops.
  std::function<void(std::function<void()> resume)> wait;
};

using Verification = std::variant<ExternalIdentity, TokenRefusal, KeysPending>;

enum class Patience {
  kMayWait,    // KeysPending is an answer
  kHasWaited,  // it is not: kUnavailable or the refusal instead
};

// Thread-safe.
class TokenVerifier {
 public:
  virtual ~TokenVerifier() = default;

  // What is remembered of a token that verified before. Never blocks, computes no signature.
  virtual std::optional<ExternalIdentity> TryVerify(std::string_view token) = 0;

  // Takes the time of a signature check; never waits for the network.
  virtual Verification Verify(std::string_view token, Patience patience) = 0;
};

}  // namespace cq::auth
