// Recorded cases: a JSON file with an array of objects of texts.
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "json/parse.h"

namespace cq::testing {

// Throws when the file cannot be read or is not such an array.
inline json::Array LoadCases(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot open " + path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto value = json::Parse(text);
  if (!value || value->AsArray() == nullptr) throw std::runtime_error("no list in " + path);
  return *value->AsArray();
}

inline std::string TextOf(const json::Value& test_case, std::string_view name) {
  const json::Value* value = test_case.Find(name);
  if (value == nullptr || value->AsString() == nullptr) {
    throw std::runtime_error("no text called " + std::string(name));
  }
  return *value->AsString();
}

}  // namespace cq::testing
