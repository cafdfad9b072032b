// Request ids: the client's own when well-formed, else one that is unique across the installation.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace cq::http {

// [A-Za-z0-9._-]{1,128}
bool IsValidRequestId(std::string_view id);

// A random prefix and a counter, in hex. Not thread-safe: one per I/O thread. Ids are no secrets.
class RequestIdSource {
 public:
  RequestIdSource();

  void Next(std::string& id);

 private:
  std::array<char, 16> prefix_{};
  std::uint64_t counter_ = 0;
};

}  // namespace cq::http
