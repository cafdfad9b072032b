#include "http/recycle.h"

#include <cstddef>

namespace cq::http {
namespace {

// What an idle connection may keep.
constexpr std::size_t kKeptBytes = 512;
constexpr std::size_t kKeptFields = 8;

}  // namespace

void Recycle(std::string& text) {
  text.clear();
  if (text.capacity() > kKeptBytes) text.shrink_to_fit();
}

void Recycle(Request& request) {
  for (std::string* text : {&request.method_text, &request.target, &request.path, &request.query,
                            &request.body, &request.id, &request.client_address, &request.scheme}) {
    Recycle(*text);
  }
  request.method = Method::kOther;
  request.was_postponed = false;
  request.parameters.clear();
  request.headers.clear();
  if (request.headers.capacity() > kKeptFields) request.headers.shrink_to_fit();
}

}  // namespace cq::http
