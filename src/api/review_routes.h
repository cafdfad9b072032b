// The review of proposed units over HTTP: queue, lists, decisions, statistics.
#pragma once

#include <cstdint>
#include <optional>

#include "auth/authenticator.h"
#include "auth/principal.h"
#include "http/router.h"
#include "review/review_service.h"

namespace cq::api {

inline constexpr std::int64_t kReviewMaxLimit = 1'000;  // a larger one answers as this

// Thread-safe when its services are. Services and routes must outlive the router they are mounted
// on.
class ReviewRoutes {
 public:
  ReviewRoutes(review::ReviewService& reviews, auth::Authenticator& authenticator);

  void Mount(http::Router& router);

 private:
  http::Response Queue(const http::Request& request);
  std::optional<http::Response> TryStats(const http::Request& request);
  http::Response Stats();
  http::Response ListUnits(const http::Request& request);
  http::Response GetUnit(const http::Request& request);
  http::Response Decide(const http::Request& request, const auth::Principal& principal,
                        review::Verdict verdict);

  review::ReviewService& reviews_;
  auth::Authenticator& authenticator_;
};

}  // namespace cq::api
