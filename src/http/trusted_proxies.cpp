#include "http/trusted_proxies.h"

#include <algorithm>
#include <charconv>
#include <ranges>
#include <stdexcept>

#include "http/ascii.h"

namespace cq::http {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned kMappedPrefix = 96;  // bits before the IPv4 address in ::ffff:a.b.c.d

std::optional<ip::address> ParseAddress(std::string_view text) {
  boost::system::error_code error;
  ip::address address = ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  return address;
}

// An element of X-Forwarded-For: an address, perhaps with a port ("1.2.3.4:5", "[::1]:5").
std::optional<ip::address> ParseForwardedAddress(std::string_view text) {
  text = TrimOptionalSpace(text);
  if (text.starts_with('[')) {
    const std::size_t bracket = text.find(']');
    return bracket == std::string_view::npos ? std::nullopt
                                             : ParseAddress(text.substr(1, bracket - 1));
  }
  const std::size_t colon = text.find(':');
  const bool one_colon = colon != std::string_view::npos && colon == text.rfind(':');
  return ParseAddress(one_colon ? text.substr(0, colon) : text);
}

}  // namespace

std::string AddressText(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
  for (const std::string& text : networks) {
    const std::optional<Network> network = ParseNetwork(text);
    if (!network) {
      throw std::invalid_argument("trusted proxy '" + text + "' is no address and no CIDR block");
    }
    networks_.push_back(*network);
  }
}

TrustedProxies::Bytes TrustedProxies::ToBytes(const ip::address& address) {
  return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes()
                         : address.to_v6().to_bytes();
}

std::optional<TrustedProxies::Network> TrustedProxies::ParseNetwork(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::optional<ip::address> address = ParseAddress(text.substr(0, slash));
  if (!address) return std::nullopt;
  const unsigned offset = address->is_v4() ? kMappedPrefix : 0;
  unsigned length = 128 - offset;
  if (slash < text.size()) {
    const std::string_view digits = text.substr(slash + 1);
    const char* const last = digits.data() + digits.size();
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), last, value);
    if (error != std::errc{} || end != last || value > length) return std::nullopt;
    length = value;
  }
  return Network{.prefix = ToBytes(*address), .length = length + offset};
}

bool TrustedProxies::Contains(const ip::address& address) const {
  const Bytes bytes = ToBytes(address);
  return std::ranges::any_of(networks_, [&bytes](const Network& network) {
    const std::size_t whole = network.length / 8;
    if (!std::equal(bytes.begin(), bytes.begin() + whole, network.prefix.begin())) return false;
    const unsigned rest = network.length % 8;
    if (rest == 0) return true;
    return ((bytes[whole] ^ network.prefix[whole]) >> (8 - rest)) == 0;
  });
}

void TrustedProxies::Apply(const ip::address& peer, Request& request) const {
  if (networks_.empty() || !Contains(peer)) return;
  bool client_found = false;
  for (const auto& [name, value] : request.headers | std::views::reverse) {
    if (EqualsIgnoringCase(name, "X-Forwarded-Proto")) {
      const std::string_view scheme =
          TrimOptionalSpace(std::string_view(value).substr(value.rfind(',') + 1));
      if (EqualsIgnoringCase(scheme, "http")) request.scheme = "http";
      if (EqualsIgnoringCase(scheme, "https")) request.scheme = "https";
    }
    if (!EqualsIgnoringCase(name, "X-Forwarded-For")) continue;
    std::string_view rest = value;
    while (!client_found && !rest.empty()) {
      const std::size_t comma = rest.rfind(',');
      const auto address =
          ParseForwardedAddress(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
      if (address) request.client_address = AddressText(*address);
      client_found = !address || !Contains(*address);
    }
  }
}

}  // namespace cq::http
