// OAuth 2.0 Protected Resource Metadata (RFC 9728): where a client learns which identity provider
// this server takes access tokens of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/request.h"
#include "http/router.h"

namespace cq::api {

inline constexpr std::string_view kProtectedResourcePath = "/.well-known/oauth-protected-resource";

// "https://cq.example.com" as the client sees this server; nullopt without a usable Host header.
std::optional<std::string> RequestOrigin(const http::Request& request);

// Mounted only where an identity provider is configured.
class ProtectedResourceRoutes {
 public:
  explicit ProtectedResourceRoutes(std::string issuer) : issuer_(std::move(issuer)) {}

  void Mount(http::Router& router);

 private:
  http::Response Metadata(const http::Request& request) const;

  std::string issuer_;
};

}  // namespace cq::api
