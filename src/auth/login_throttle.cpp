#include "auth/login_throttle.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace cq::auth {
namespace {

constexpr std::size_t kSlots = 16'384;

std::string RandomKey(RandomSource& random) {
  std::array<std::byte, 32> bytes{};
  random.Fill(bytes);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

FailureTable::FailureTable(FailureLimit limit, RandomSource& random)
    : limit_(limit),
      per_failure_(std::chrono::duration_cast<TimePoint::duration>(limit.window) /
                   static_cast<std::int64_t>(std::max<std::size_t>(limit.failures, 1))),
      slot_hash_(RandomKey(random)),
      forgiven_at_(limit.failures == 0 ? 0 : kSlots) {}

std::optional<std::chrono::seconds> FailureTable::WaitAt(std::string_view subject,
                                                         TimePoint now) const {
  if (limit_.failures == 0) return std::nullopt;
  const std::size_t slot = SlotOf(subject);
  const std::lock_guard lock(mutex_);
  const TimePoint allowed_at =
      forgiven_at_[slot] - per_failure_ * static_cast<std::int64_t>(limit_.failures - 1);
  if (allowed_at <= now) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(allowed_at - now);
}

void FailureTable::CountFailure(std::string_view subject, TimePoint now) {
  if (limit_.failures == 0) return;
  const std::size_t slot = SlotOf(subject);
  const std::lock_guard lock(mutex_);
  forgiven_at_[slot] = std::max(forgiven_at_[slot], now) + per_failure_;
}

std::size_t FailureTable::SlotOf(std::string_view subject) const {
  const crypto::Digest digest = slot_hash_.Sign(subject);
  std::uint64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof(number));
  return number % kSlots;
}

std::optional<std::chrono::seconds> LoginThrottle::WaitAt(std::string_view username,
                                                          std::string_view address,
                                                          TimePoint now) const {
  // nullopt compares less than every duration.
  return std::max(users_.WaitAt(username, now), addresses_.WaitAt(AddressScope(address), now));
}

void LoginThrottle::CountFailure(std::string_view username, std::string_view address,
                                 TimePoint now) {
  users_.CountFailure(username, now);
  addresses_.CountFailure(AddressScope(address), now);
}

std::string AddressScope(std::string_view address) {
  constexpr std::size_t kPrefixBytes = 8;
  constexpr std::size_t kMappedBytes = 12;  // ::ffff:a.b.c.d carries the IPv4 address behind them
  std::string text(address);
  in6_addr parsed{};
  if (inet_pton(AF_INET6, text.c_str(), &parsed) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&parsed)) {
    std::array<char, INET_ADDRSTRLEN> ipv4{};
    inet_ntop(AF_INET, &parsed.s6_addr[kMappedBytes], ipv4.data(), ipv4.size());
    return ipv4.data();
  }
  std::fill(std::begin(parsed.s6_addr) + kPrefixBytes, std::end(parsed.s6_addr), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> prefix{};
  inet_ntop(AF_INET6, &parsed, prefix.data(), prefix.size());
  return std::string(prefix.data()) + "/64";
}

}  // namespace cq::auth
