// Expected failures as values. Broken infrastructure throws instead and is caught once at dispatch.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace cq {

enum class ErrorCode {
  kInvalidInput,     // 422
  kUnauthenticated,  // 401
  kForbidden,        // 403
  kNotFound,         // 404
  kConflict,         // 409
  kTooManyRequests,  // 429
  kUnavailable,      // 503
};

// `message` is safe to show to a client: it becomes the answer's `detail`.
struct Error {
  ErrorCode code;
  std::string message;
};

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

inline tl::unexpected<Error> Fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace cq
