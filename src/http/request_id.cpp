#include "http/request_id.h"

#include <algorithm>
#include <random>
#include <span>

namespace cq::http {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void WriteHex(std::uint64_t value, std::span<char, 16> digits) {
  for (std::size_t i = digits.size(); i-- > 0; value >>= 4U) digits[i] = kHex[value & 0xFU];
}

}  // namespace

bool IsValidRequestId(std::string_view id) {
  return !id.empty() && id.size() <= 128 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

RequestIdSource::RequestIdSource() {
  std::random_device device;
  WriteHex((std::uint64_t{device()} << 32U) | device(), prefix_);
}

void RequestIdSource::Next(std::string& id) {
  std::array<char, 16> number{};
  WriteHex(++counter_, number);
  id.assign(prefix_.data(), prefix_.size());
  id.append(number.data(), number.size());
}

}  // namespace cq::http
