// Query strings: every kind of parameter is read, and refusals are JSON.
#include <cstdint>
#include <string>

#include "api/query_reader.h"
#include "api/validation.h"
#include "fuzz/fuzz_target.h"
#include "json/parse.h"

using cq::api::IntegerRange;
using cq::fuzz::Require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string query(data, data + size);
  cq::api::ValidationErrors errors;
  cq::api::QueryReader reader(query, errors);
  static_cast<void>(reader.RequiredList("domains"));
  static_cast<void>(reader.Text("pattern"));
  const auto limit = reader.Integer("limit", IntegerRange::kPositive);
  Require(!limit || *limit > 0);
  const auto offset = reader.Integer("offset", IntegerRange::kNotNegative64);
  Require(!offset || *offset >= 0);
  static_cast<void>(reader.Number("confidence_min"));
  if (!errors.empty()) Require(cq::json::Parse(errors.ToResponse().body).has_value());
  return 0;
}
