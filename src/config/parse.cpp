#include "config/parse.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include "core/text.h"

namespace cq::config {
namespace {

constexpr std::chrono::hours kLongestDuration{24 * 365};

template <typename T>
std::optional<T> ParseWhole(std::string_view digits) {
  T value{};
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::string Lowered(std::string_view text) {
  std::string lowered(StripWhitespace(text));
  std::ranges::transform(lowered, lowered.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lowered;
}

// "30s" -> {"30", "s"}.
std::pair<std::string_view, std::string_view> SplitUnit(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  return {text.substr(0, digits), StripWhitespace(text.substr(digits))};
}

std::string RangeText(CountRange range) {
  return "from " + std::to_string(range.min) + " to " + std::to_string(range.max);
}

bool IsAddress(const std::string& text, int family) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(family, text.c_str(), bytes.data()) == 1;
}

bool IsNetwork(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  const bool v4 = IsAddress(address, AF_INET);
  if (!v4 && !IsAddress(address, AF_INET6)) return false;
  if (slash == std::string_view::npos) return true;
  const auto prefix = ParseWhole<unsigned>(text.substr(slash + 1));
  return prefix && *prefix <= (v4 ? 32U : 128U);
}

}  // namespace

Parsed<std::uint16_t> ParsePort(std::string_view text) {
  if (const auto port = ParseWhole<std::uint16_t>(StripWhitespace(text))) return *port;
  return tl::unexpected<std::string>("a port number from 0 to 65535");
}

Parsed<std::size_t> ParseCount(std::string_view text, CountRange range) {
  const auto count = ParseWhole<std::size_t>(StripWhitespace(text));
  if (count && *count >= range.min && *count <= range.max) return *count;
  return tl::unexpected<std::string>("a whole number " + RangeText(range));
}

Parsed<std::chrono::milliseconds> ParseDuration(std::string_view text) {
  const tl::unexpected<std::string> failure("a duration above zero such as 500ms, 30s, 5m or 2h");
  const std::string lowered = Lowered(text);
  const auto [digits, unit] = SplitUnit(lowered);
  const auto number = ParseWhole<double>(digits);
  if (!number) return failure;

  double unit_milliseconds = 0;
  if (unit == "ms") unit_milliseconds = 1;
  if (unit.empty() || unit == "s") unit_milliseconds = 1'000;
  if (unit == "m") unit_milliseconds = 60'000;
  if (unit == "h") unit_milliseconds = 3'600'000;

  const std::chrono::duration<double, std::milli> duration(*number * unit_milliseconds);
  if (duration < std::chrono::milliseconds(1) || duration > kLongestDuration) return failure;
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration);
}

Parsed<std::chrono::seconds> ParseSeconds(std::string_view text, CountRange range) {
  const std::string lowered = Lowered(text);
  const auto [digits, unit] = SplitUnit(lowered);
  const auto number = ParseWhole<std::uint32_t>(digits);
  std::size_t unit_seconds = 0;
  if (unit.empty() || unit == "s") unit_seconds = 1;
  if (unit == "m") unit_seconds = 60;
  const std::size_t seconds = number ? *number * unit_seconds : 0;
  if (!number || unit_seconds == 0 || seconds < range.min || seconds > range.max) {
    return tl::unexpected("a whole number of seconds " + RangeText(range) + ", such as 60s");
  }
  return std::chrono::seconds(seconds);
}

Parsed<std::size_t> ParseBytes(std::string_view text, CountRange range) {
  const tl::unexpected<std::string> failure("a size such as 65536, 64KiB or 1MiB, " +
                                            RangeText(range) + " bytes");
  const std::string lowered = Lowered(text);
  const auto [digits, unit] = SplitUnit(lowered);
  const auto number = ParseWhole<std::size_t>(digits);
  if (!number) return failure;

  std::size_t unit_bytes = 0;
  if (unit.empty() || unit == "b") unit_bytes = 1;
  if (unit == "k" || unit == "kib") unit_bytes = std::size_t{1} << 10U;
  if (unit == "m" || unit == "mib") unit_bytes = std::size_t{1} << 20U;
  if (unit == "g" || unit == "gib") unit_bytes = std::size_t{1} << 30U;

  if (unit_bytes == 0 || *number > std::numeric_limits<std::size_t>::max() / unit_bytes) {
    return failure;
  }
  const std::size_t bytes = *number * unit_bytes;
  if (bytes < range.min || bytes > range.max) return failure;
  return bytes;
}

Parsed<Address> ParseAddress(std::string_view text) {
  const tl::unexpected<std::string> failure("an address such as 127.0.0.1:9090 or [::1]:9090");
  const std::string_view stripped = StripWhitespace(text);
  const std::size_t colon = stripped.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return failure;
  const auto port = ParsePort(stripped.substr(colon + 1));
  if (!port) return failure;

  std::string_view host = stripped.substr(0, colon);
  const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
  if (is_bracketed) host = host.substr(1, host.size() - 2);
  const bool has_colon = host.find(':') != std::string_view::npos;
  if (host.empty() || has_colon != is_bracketed) return failure;
  return Address{std::string(host), *port};
}

Parsed<std::vector<std::string>> ParseNetworks(std::string_view text) {
  std::vector<std::string> networks;
  std::string_view rest = StripWhitespace(text);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view network = StripWhitespace(rest.substr(0, comma));
    if (!IsNetwork(network)) {
      return tl::unexpected<std::string>(
          "addresses or CIDR blocks between commas, such as 127.0.0.1,10.0.0.0/8");
    }
    networks.emplace_back(network);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return networks;
}

Parsed<LogLevel> ParseLogLevel(std::string_view text) {
  const std::string level = Lowered(text);
  if (level == "debug") return LogLevel::kDebug;
  if (level == "info") return LogLevel::kInfo;
  if (level == "warning" || level == "warn") return LogLevel::kWarning;
  if (level == "error") return LogLevel::kError;
  return tl::unexpected<std::string>("debug, info, warning or error");
}

Parsed<Durability> ParseDurability(std::string_view text) {
  const std::string mode = Lowered(text);
  if (mode == "normal") return Durability::kNormal;
  if (mode == "full") return Durability::kFull;
  return tl::unexpected<std::string>("normal or full");
}

Parsed<bool> ParseSwitch(std::string_view text) {
  const std::string word = Lowered(text);
  if (word == "true" || word == "1" || word == "yes" || word == "on") return true;
  if (word == "false" || word == "0" || word == "no" || word == "off") return false;
  return tl::unexpected<std::string>("true or false");
}

Parsed<std::string> ParseNonEmpty(std::string_view text) {
  if (text.empty()) return tl::unexpected<std::string>("a text that is not empty");
  return std::string(text);
}

}  // namespace cq::config
