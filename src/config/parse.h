// Parsers of single values as operators write them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/settings.h"

namespace cq::config {

// The error says what the value should be ("a port number from 0 to 65535") to follow "give ".
template <typename T>
using Parsed = tl::expected<T, std::string>;

struct CountRange {
  std::size_t min = 0;
  std::size_t max = 0;
};

Parsed<std::uint16_t> ParsePort(std::string_view text);
Parsed<std::size_t> ParseCount(std::string_view text, CountRange range);
// "500ms", "30s", "5m", "2h", or a plain number of seconds (a fraction is allowed).
Parsed<std::chrono::milliseconds> ParseDuration(std::string_view text);
// "0", "60s", "5m": whole seconds within the range.
Parsed<std::chrono::seconds> ParseSeconds(std::string_view text, CountRange range);
// "65536", "64KiB", "1MiB", "2GiB".
Parsed<std::size_t> ParseBytes(std::string_view text, CountRange range);
// "host:port" or "[v6]:port".
Parsed<Address> ParseAddress(std::string_view text);
// Comma-separated addresses and CIDR blocks; empty for none.
Parsed<std::vector<std::string>> ParseNetworks(std::string_view text);
Parsed<LogLevel> ParseLogLevel(std::string_view text);
Parsed<Durability> ParseDurability(std::string_view text);
// "true" or "false", also 1, 0, yes, no, on, off.
Parsed<bool> ParseSwitch(std::string_view text);
Parsed<std::string> ParseNonEmpty(std::string_view text);

}  // namespace cq::config
