// The knowledge store over HTTP: query, propose, confirm, flag, statistics.
#pragma once

#include <optional>

#include "auth/authenticator.h"
#include "auth/principal.h"
#include "http/router.h"
#include "knowledge/knowledge_service.h"

namespace cq::api {

// Thread-safe when its services are. Services and routes must outlive the router they are mounted
// on.
class KnowledgeRoutes {
 public:
  KnowledgeRoutes(knowledge::KnowledgeService& knowledge, auth::Authenticator& authenticator);

  void Mount(http::Router& router);

 private:
  std::optional<http::Response> TryQuery(const http::Request& request);
  http::Response QueryUnits(const http::Request& request);
  std::optional<http::Response> TryStats();
  http::Response Stats();
  http::Response Propose(const http::Request& request, const auth::Principal& principal);
  http::Response Confirm(const http::Request& request);
  http::Response Flag(const http::Request& request);

  knowledge::KnowledgeService& knowledge_;
  auth::Authenticator& authenticator_;
};

}  // namespace cq::api
