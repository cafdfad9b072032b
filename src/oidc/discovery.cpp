#include "oidc/discovery.h"

#include "json/parse.h"
#include "json/value.h"
#include "oidc/shown_text.h"
#include "oidc/url_rules.h"

namespace cq::oidc {
namespace {

const std::string* FindText(const json::Value& document, std::string_view name) {
  const json::Value* member = document.Find(name);
  return member == nullptr ? nullptr : member->AsString();
}

}  // namespace

std::string DiscoveryUrl(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string(issuer) + "/.well-known/openid-configuration";
}

tl::expected<std::string, std::string> ReadJwksUri(std::string_view document,
                                                   std::string_view issuer, PlainHttp plain_http) {
  const auto parsed = json::Parse(document);
  if (!parsed || parsed->AsObject() == nullptr) {
    return tl::unexpected<std::string>("the document is no JSON object");
  }
  const std::string* stated_issuer = FindText(*parsed, "issuer");
  if (stated_issuer == nullptr) return tl::unexpected<std::string>("the document has no issuer");
  if (*stated_issuer != issuer) {
    return tl::unexpected("the document's issuer is " + Quoted(*stated_issuer) + ", but " +
                          Quoted(issuer) + " is configured; they must be equal to the letter");
  }
  const std::string* jwks_uri = FindText(*parsed, "jwks_uri");
  if (jwks_uri == nullptr) return tl::unexpected<std::string>("the document has no jwks_uri");
  if (const auto reason = RefuseUrl(*jwks_uri, plain_http)) {
    return tl::unexpected("the document's jwks_uri cannot be used: " + *reason);
  }
  return *jwks_uri;
}

}  // namespace cq::oidc
