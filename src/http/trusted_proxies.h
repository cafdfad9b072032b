// Whose X-Forwarded-* headers are believed, and what they say about the client.
#pragma once

#include <array>
#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace cq::http {

// Text of an address; an IPv4-mapped IPv6 address as IPv4.
std::string AddressText(const boost::asio::ip::address& address);

// Immutable, hence thread-safe.
class TrustedProxies {
 public:
  // `networks` are addresses or CIDR blocks of either family. Throws std::invalid_argument naming
  // the entry that is neither.
  explicit TrustedProxies(const std::vector<std::string>& networks);

  bool Contains(const boost::asio::ip::address& address) const;
  bool empty() const { return networks_.empty(); }

  // When a trusted `peer` sent `request`: sets its client_address to the right-most untrusted
  // address of X-Forwarded-For and its scheme to X-Forwarded-Proto. What is malformed is not
  // believed.
  void Apply(const boost::asio::ip::address& peer, Request& request) const;

 private:
  using Bytes = std::array<unsigned char, 16>;  // IPv4 as its mapped IPv6 address

  struct Network {
    Bytes prefix;
    unsigned length;  // in bits
  };

  static Bytes ToBytes(const boost::asio::ip::address& address);
  static std::optional<Network> ParseNetwork(std::string_view text);

  std::vector<Network> networks_;
};

}  // namespace cq::http
