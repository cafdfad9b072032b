// Violations of a model's rules as one text, in the words of pydantic's str(ValidationError).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace cq::api {

// Not synchronised; one per request. `path` is where the value is, "domains.0".
class ModelViolations {
 public:
  explicit ModelViolations(std::string_view model) : model_(model) {}

  void AddTooLong(std::string_view field, std::string_view path, std::size_t limit,
                  std::string_view value);
  void AddTooManyItems(std::string_view path, std::size_t limit,
                       const std::vector<std::string>& values);
  void AddExtensionKeys(const std::vector<std::string>& malformed, const json::Object& extensions);

  bool empty() const { return count_ == 0; }
  std::string ToText() const;

 private:
  void Add(std::string_view path, std::string_view message, std::string_view type,
           std::string_view input, std::string_view input_type);

  std::string model_;
  std::string entries_;
  std::size_t count_ = 0;
};

}  // namespace cq::api
