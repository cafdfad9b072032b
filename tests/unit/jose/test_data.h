// The files of tests/unit/jose/data.
#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "json/parse.h"
#include "json/value.h"

namespace cq::jose {

// These throw when the data is not as expected.
inline json::Value LoadJson(const std::string& name) {
  const std::string path = std::string(CQ_TEST_DATA_DIR) + "/" + name;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot open " + path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto value = json::Parse(text);
  if (!value) throw std::runtime_error(path + ": " + value.error().message);
  return *std::move(value);
}

inline const json::Value& MemberOf(const json::Value& object, std::string_view name) {
  const json::Value* member = object.Find(name);
  if (member == nullptr) throw std::runtime_error("no member " + std::string(name));
  return *member;
}

inline const std::string& TextOf(const json::Value& object, std::string_view name) {
  const std::string* text = MemberOf(object, name).AsString();
  if (text == nullptr) throw std::runtime_error(std::string(name) + " is no text");
  return *text;
}

inline std::int64_t NumberOf(const json::Value& object, std::string_view name) {
  const std::int64_t* number = MemberOf(object, name).AsInt();
  if (number == nullptr) throw std::runtime_error(std::string(name) + " is no integer");
  return *number;
}

inline const json::Array& ListOf(const json::Value& object, std::string_view name) {
  const json::Array* list = MemberOf(object, name).AsArray();
  if (list == nullptr) throw std::runtime_error(std::string(name) + " is no list");
  return *list;
}

}  // namespace cq::jose
