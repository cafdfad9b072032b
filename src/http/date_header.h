// The value of the Date header (RFC 9110 5.6.7), rendered once a second.
#pragma once

#include <array>
#include <ctime>
#include <string_view>

namespace cq::http {

// Not thread-safe: one per I/O thread.
class DateHeader {
 public:
  // Valid until the next call.
  std::string_view At(std::time_t now);

 private:
  std::time_t rendered_ = -1;
  std::array<char, 64> text_{};
  std::size_t size_ = 0;
};

}  // namespace cq::http
