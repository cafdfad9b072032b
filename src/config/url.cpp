#include "config/url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace cq::config {
namespace {

tl::unexpected<std::string> Refuse(std::string_view reason = {}) {
  return tl::unexpected("an absolute URL such as https://idp.example.com/realms/cq" +
                        std::string(reason));
}

bool IsAlphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool IsHexDigit(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsAddress(const std::string& text, int family) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(family, text.c_str(), bytes.data()) == 1;
}

// RFC 3986 section 3.3 and 3.4: pchar, "/" and "?".
bool IsPathAndQuery(std::string_view text) {
  constexpr std::string_view kMarks = "-._~!$&'()*+,;=:@/?";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !IsHexDigit(text[i + 1]) || !IsHexDigit(text[i + 2])) {
        return false;
      }
    } else if (!IsAlphanumeric(text[i]) && kMarks.find(text[i]) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

// Labels of letters, digits, "-" and "_" (which container networks have). A last label that begins
// with a digit belongs to an IPv4 address, which some resolvers take in odd spellings: "127.1".
bool IsHostName(const std::string& host) {
  if (host.empty() || host.size() > 253) return false;
  const auto is_allowed = [](char c) {
    return IsAlphanumeric(c) || c == '-' || c == '_' || c == '.';
  };
  if (!std::ranges::all_of(host, is_allowed)) return false;
  if (host.starts_with('.') || host.ends_with('.') || host.find("..") != std::string::npos)
    return false;
  const std::size_t last_label = host.rfind('.') + 1;
  return !IsDigit(host[last_label]) || IsAddress(host, AF_INET);
}

Parsed<std::optional<std::uint16_t>> ParseUrlPort(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const std::string_view digits = text.substr(1);
  const bool is_number = !digits.empty() && std::ranges::all_of(digits, IsDigit);
  const auto port = is_number ? ParsePort(digits) : Parsed<std::uint16_t>(0);
  if (text.front() != ':' || !port || *port == 0) return Refuse("; its port is none");
  return *port;
}

// "host", "host:port", "[v6]" or "[v6]:port".
Parsed<Url> ParseAuthority(std::string_view text, UrlScheme scheme) {
  if (text.find('@') != std::string_view::npos)
    return Refuse("; without a user name and password in it");
  Url url{.scheme = scheme, .host = {}, .port = {}, .path = {}, .query = {}};
  std::size_t end = std::min(text.find(':'), text.size());
  if (text.starts_with('[')) {
    end = text.find(']');
    if (end == std::string_view::npos) return Refuse("; its host is none");
    url.host = text.substr(1, end - 1);
    if (!IsAddress(url.host, AF_INET6)) return Refuse("; its host is none");
    ++end;
  } else {
    url.host = text.substr(0, end);
    if (!IsHostName(url.host)) return Refuse("; its host is none");
  }
  auto port = ParseUrlPort(text.substr(end));
  if (!port) return tl::unexpected(std::move(port.error()));
  url.port = *port;
  return url;
}

}  // namespace

bool Url::IsLoopback() const {
  std::string name = host;
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (name == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, name.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == 127U;
  in6_addr v6{};
  return inet_pton(AF_INET6, name.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6) != 0;
}

Parsed<Url> ParseUrl(std::string_view text) {
  UrlScheme scheme = UrlScheme::kHttps;
  if (text.starts_with("https://")) {
    text.remove_prefix(std::string_view("https://").size());
  } else if (text.starts_with("http://")) {
    scheme = UrlScheme::kHttp;
    text.remove_prefix(std::string_view("http://").size());
  } else {
    return Refuse();
  }
  if (text.find('#') != std::string_view::npos) return Refuse("; without a fragment (#...)");

  const std::size_t authority_end = std::min(text.find_first_of("/?"), text.size());
  Parsed<Url> url = ParseAuthority(text.substr(0, authority_end), scheme);
  if (!url) return url;
  const std::string_view rest = text.substr(authority_end);
  if (!IsPathAndQuery(rest)) return Refuse("; it has a character that a URL cannot have");
  const std::size_t question = rest.find('?');
  url->path = rest.substr(0, question);
  if (question != std::string_view::npos) url->query = rest.substr(question + 1);
  return url;
}

}  // namespace cq::config
