#include "oidc/url_rules.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace cq::oidc {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};
using ParsedUrl = std::unique_ptr<CURLU, FreeUrl>;

// nullptr for what is no URL.
ParsedUrl Parse(std::string_view text) {
  ParsedUrl url(curl_url());
  const std::string terminated(text);
  if (curl_url_set(url.get(), CURLUPART_URL, terminated.c_str(), 0) != CURLUE_OK) return nullptr;
  return url;
}

// nullopt when the URL has no such part.
std::optional<std::string> PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return std::nullopt;
  const std::unique_ptr<char, FreeText> owner(text);
  return std::string(text);
}

bool IsPrintableAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool IsLoopbackHost(std::string host) {
  std::ranges::transform(host, host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  if (host == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == 127U;
  if (host.size() < 2 || host.front() != '[') return false;
  in6_addr v6{};
  const std::string address = host.substr(1, host.size() - 2);
  return inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6) != 0;
}

}  // namespace

std::optional<std::string> RefuseUrl(std::string_view url, PlainHttp plain_http) {
  const bool is_https = url.starts_with("https://");
  if (!is_https && !url.starts_with("http://")) return "it does not begin with https://";
  const ParsedUrl parsed = IsPrintableAscii(url) ? Parse(url) : nullptr;
  if (!parsed) return "it is no URL";
  if (PartOf(parsed.get(), CURLUPART_USER) || PartOf(parsed.get(), CURLUPART_PASSWORD)) {
    return "it has a user name in it";
  }
  if (url.find('#') != std::string_view::npos) return "it has a fragment (#...)";
  const auto host = PartOf(parsed.get(), CURLUPART_HOST);
  if (!host || host->empty()) return "it has no host";
  if (is_https || plain_http == PlainHttp::kAllowed || IsLoopbackHost(*host)) return std::nullopt;
  return "plain http:// is only used to this host itself";
}

bool IsLoopbackUrl(std::string_view url) {
  const ParsedUrl parsed = Parse(url);
  const auto host = parsed ? PartOf(parsed.get(), CURLUPART_HOST) : std::nullopt;
  return host && IsLoopbackHost(*host);
}

}  // namespace cq::oidc
