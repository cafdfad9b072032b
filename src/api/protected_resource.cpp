#include "api/protected_resource.h"

#include <algorithm>

#include "api/error_response.h"
#include "json/write.h"

namespace cq::api {
namespace {

// Of a host name, an IP literal and a port: nothing that could end a quoted string.
bool IsAuthorityCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
}

}  // namespace

std::optional<std::string> RequestOrigin(const http::Request& request) {
  const std::optional<std::string_view> host = request.Header("Host");
  if (!host || host->empty() || !std::ranges::all_of(*host, IsAuthorityCharacter)) {
    return std::nullopt;
  }
  return request.scheme + "://" + std::string(*host);
}

void ProtectedResourceRoutes::Mount(http::Router& router) {
  const auto metadata = [this](const http::Request& request) { return Metadata(request); };
  router.AddInline(http::Method::kGet, std::string(kProtectedResourcePath), metadata);
  router.AddInline(http::Method::kHead, std::string(kProtectedResourcePath), metadata);
}

http::Response ProtectedResourceRoutes::Metadata(const http::Request& request) const {
  const std::optional<std::string> origin = RequestOrigin(request);
  if (!origin) return DetailResponse(400, "The Host header names no host");
  const json::Value document(json::Object{
      {"resource", *origin},
      {"authorization_servers", json::Array{issuer_}},
      {"bearer_methods_supported", json::Array{"header"}},
      {"resource_name", "cq-server"},
  });
  return JsonResponse(200, json::Write(document, json::FloatStyle::kPython));
}

}  // namespace cq::api
